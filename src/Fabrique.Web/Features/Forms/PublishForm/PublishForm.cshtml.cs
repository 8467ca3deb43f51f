using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Forms.PublishForm;

/// <summary>What publishing the draft changes, for whom; and its publication.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class PublishFormModel(CallForms forms, FabriqueDbContext db, PublishFormHandler publish) : CallFormPage(forms)
{
    private readonly CallForms forms = forms;

    public FormDifference Difference { get; private set; } = null!;

    public Refusal? WhyNot { get; private set; }

    public FormReport Report { get; private set; } = new([], 0);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => publish.HandleAsync(new PublishForm(Form.Call.Id, Version), token),
        report =>
        {
            TempData.Confirm($"Le formulaire est publié : il est posé dès maintenant. {FormTexts.Drafts(report.Effects.Count)} {(report.Effects.Count switch { 0 => "n’était en cours", 1 => "y est porté", _ => "y sont portés" })}{(report.Told > 0 ? $", dont {report.Told} où le changement est dit à la personne" : "")}.");
            return LocalRedirect(FormLinks.Show(Slug));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        var design = Form.Design!;
        Difference = FormDifference.Between(Form.InForce, design.Draft);
        WhyNot = design.MayBePublished(ApplicationForms.Requirements);
        Report = new FormReport(
            WhyNot is null ? [.. (await forms.DraftsAsync(Form.Call.Id, cancellationToken)).Select(draft => RebaseEffect.Of(draft, design.Draft))] : [],
            await db.Applications.CountAsync(application => application.CallId == Form.Call.Id && application.SubmittedAt != null, cancellationToken));
        return true;
    }
}
