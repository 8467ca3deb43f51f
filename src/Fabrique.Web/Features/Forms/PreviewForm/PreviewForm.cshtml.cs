using Fabrique.Domain;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Forms;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Forms.PreviewForm;

/// <summary>The draft of a form as those who apply will meet it: it answers as their page does, and keeps nothing.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class PreviewFormModel(CallForms forms, FormReader reader, TimeProvider clock) : CallFormPage(forms)
{
    private FormAnswers? read;

    [BindProperty(Name = FormFields.Prefix)]
    public Dictionary<string, string?> Answers { get; set; } = [];

    /// <summary>Whether it is shown as wide as a telephone.</summary>
    [BindProperty(SupportsGet = true, Name = "telephone")]
    public bool IsNarrow { get; set; }

    public FormFields Fields { get; private set; } = new(Domain.Forms.Form.None, FormAnswers.None);

    /// <summary>Whether it was tried.</summary>
    public bool IsTried => read is not null;

    /// <summary>What a complete application would lack.</summary>
    public IReadOnlyList<FormProblem> Missing { get; private set; } = [];

    public Refusal? WhyNotEligible { get; private set; }

    /// <summary>What these answers keep from being asked.</summary>
    public IReadOnlyList<FormField> Hidden { get; private set; } = [];

    protected override bool NeedsDesign => false;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var form = Form.Draft;
        read = ModelState.ReadForm(form, Answers, complete: true, await reader.FindAsync(form, Answers, cancellationToken));
        Missing = form.MissingFor(read);
        WhyNotEligible = form.WhyNotEligible(read);
        await LoadFieldsAsync(cancellationToken);
        return Page();
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        await LoadFieldsAsync(cancellationToken);
        return true;
    }

    private async Task LoadFieldsAsync(CancellationToken cancellationToken)
    {
        var form = Form.Draft;
        Fields = new FormFields(form, read ?? new FormAnswers(form.Code, form.Version))
        {
            IsDraft = true,
            Known = await reader.ListAsync(form, cancellationToken),
            Today = ParisTime.DayOf(clock.GetUtcNow().UtcDateTime),
            Typed = HttpMethods.IsPost(Request.Method) ? Answers : null,
        };
        var sight = Fields.Sight;
        Hidden = [.. form.Fields.Where(field => !sight.Contains(field.Key))];
    }
}
