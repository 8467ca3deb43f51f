using Fabrique.Domain.Forms;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Forms;

/// <summary>A page on which a rule is made. Whatever is pressed to make it, all that was typed stays.</summary>
public abstract class RulePage(CallForms forms) : CallFormPage(forms)
{
    private (int Group, int Row)? fresh;

    [BindProperty]
    public RuleInput Rule { get; set; } = new();

    public RuleEditor Editor => new(Rule, Readable, key => Readable.FirstOrDefault(question => question.Key == key) ?? Form.Draft.Find(key)) { Fresh = fresh };

    /// <summary>The questions that the rule may read.</summary>
    protected abstract IReadOnlyList<FormField> Readable { get; }

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
