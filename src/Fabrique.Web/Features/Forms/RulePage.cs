using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Forms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Fabrique.Web.Features.Forms;

/// <summary>
/// A page on which a rule is made. Whatever is pressed to make it, all that was typed stays; with a script, what it will make of the form is shown beside it as it is typed.
/// </summary>
public abstract class RulePage(CallForms forms, FormReader reader, TimeProvider clock) : CallFormPage(forms)
{
    private (int Group, int Row)? fresh;

    /// <summary>What was answered beside the sheet, by path: it shows what the rules make of it.</summary>
    [BindProperty(Name = FormFields.Prefix)]
    public Dictionary<string, string?> Answers { get; set; } = [];

    [BindProperty]
    public RuleInput Rule { get; set; } = new();

    public RuleEditor Editor => new(Rule, Readable, key => Readable.FirstOrDefault(question => question.Key == key) ?? Form.Draft.Find(key)) { Fresh = fresh };

    /// <summary>The questions that the rule may read.</summary>
    protected abstract IReadOnlyList<FormField> Readable { get; }

    protected override bool IsSentByScript => Request.Query["handler"].ToString() is "Preview";

    /// <summary>What the sheet, as it is typed, would change; what of it cannot be read is marked in the state of the page.</summary>
    protected abstract FormEdition ReadSheet();

    /// <summary>What to show of the form as the sheet would make it.</summary>
    /// <param name="form">The form then.</param>
    protected abstract LivePart PartOf(Form form);

    /// <summary>Shows the part of the form that the sheet changes, as those who apply would meet it; or tells the script in a sentence why not. Nothing is kept.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var edition = ReadSheet();
        if (ModelState.SelectMany(entry => entry.Value!.Errors).FirstOrDefault() is { } error)
        {
            return new JsonResult(new { sentence = error.ErrorMessage });
        }

        var changed = Form.Design!.Try(edition, ApplicationForms.Requirements);
        if (!changed.IsDone)
        {
            return new JsonResult(new { sentence = changed.Refusal.Sentence });
        }

        var part = PartOf(changed.Value);
        part.Form.Read(Answers, out var answers, await reader.FindAsync(part.Form, Answers, cancellationToken));
        var fields = new FormFields(part.Form, answers)
        {
            IsDraft = true,
            Known = await reader.ListAsync(part.Form, cancellationToken),
            Today = ParisTime.DayOf(clock.GetUtcNow().UtcDateTime),
            Typed = Answers,
        };
        return new PartialViewResult
        {
            ViewName = "/Features/Forms/_LivePreview.cshtml",
            ViewData = new ViewDataDictionary<LivePreview>(MetadataProvider, ModelState) { Model = new LivePreview(changed.Value, part, fields) },
        };
    }

    /// <summary>Adds a condition to a group, or to a new one.</summary>
    public Task<IActionResult> OnPostRowAsync([FromQuery] int bloc, CancellationToken cancellationToken) => AgainAsync(
        () =>
        {
            if (bloc < 0 || bloc > Rule.Groups.Count || bloc >= RuleInput.MostGroups)
            {
                return;
            }

            // The question is chosen in the group, or under the last one for a new group.
            var (add, field) = bloc < Rule.Groups.Count ? (Rule.Groups[bloc].Add, RuleEditor.NameOf(bloc, nameof(RuleGroupInput.Add))) : (NewGroup, nameof(NewGroup));
            if (Editor.Offered.All(offered => offered.Value != add))
            {
                ModelState.AddModelError(field, "Choisissez dans la liste la question sur laquelle porte la condition.");
                return;
            }

            if (bloc == Rule.Groups.Count)
            {
                Rule.Groups.Add(new RuleGroupInput());
                NewGroup = null;
            }

            var group = Rule.Groups[bloc];
            group.Add = null;
            if (group.Rows.Count < RuleInput.MostRows)
            {
                group.Rows.Add(new RuleRowInput { Question = add });
                fresh = (bloc, group.Rows.Count - 1);
            }
        },
        cancellationToken);

    public Task<IActionResult> OnPostRemoveAsync([FromQuery] int bloc, [FromQuery] int ligne, CancellationToken cancellationToken) => AgainAsync(
        () =>
        {
            if (bloc >= 0 && bloc < Rule.Groups.Count && ligne >= 0 && ligne < Rule.Groups[bloc].Rows.Count)
            {
                Rule.Groups[bloc].Rows.RemoveAt(ligne);
                if (Rule.Groups[bloc].Rows.Count == 0)
                {
                    Rule.Groups.RemoveAt(bloc);
                }
            }
        },
        cancellationToken);

    /// <summary>Says the rule as it reads.</summary>
    public Task<IActionResult> OnPostExplainAsync(CancellationToken cancellationToken) => AgainAsync(() => Editor.Read(ModelState), cancellationToken);

    /// <summary>Key of the question with which a group begins.</summary>
    [BindProperty]
    public string? NewGroup { get; set; }

    /// <summary>Shows the page with what was typed, and what was pressed done to it.</summary>
    protected async Task<IActionResult> AgainAsync(Action act, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        // What was typed is in the page's properties: it is shown from there, in its new place.
        ModelState.Clear();
        act();
        return Page();
    }
}
