using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain.Forms;
using Fabrique.Dsfr;
using Fabrique.Web.Features.Forms.ChangeForm;
using Fabrique.Web.Features.Forms.StartForm;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Forms.ShowForm;

/// <summary>The form of a call: its questions in order, and what is done with each.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class ShowFormModel(CallForms forms, FabriqueDbContext db, StartFormHandler start, ChangeFormHandler change) : CallFormPage(forms)
{
    /// <summary>The field to move or to double.</summary>
    [BindProperty]
    public string? Key { get; set; }

    /// <summary>The call whose form is taken; nothing for the product's model.</summary>
    [BindProperty]
    [Display(Name = "Commencer par")]
    public Guid? From { get; set; }

    /// <summary>The calls whose form may be taken.</summary>
    public IReadOnlyList<DsfrOption> Sources { get; private set; } = [];

    public ILookup<string, FormFault> FaultsByKey { get; private set; } = Array.Empty<FormFault>().ToLookup(_ => "");

    protected override bool NeedsDesign => false;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostStartAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => start.HandleAsync(new StartForm.StartForm { CallId = Form.Call.Id, FromCallId = From }, token),
        _ =>
        {
            TempData.Confirm("Le formulaire de cet appel est commencé. Il n’est demandé à personne tant qu’il n’est pas publié.");
            return LocalRedirect(FormLinks.Show(Slug));
        },
        cancellationToken);

    public Task<IActionResult> OnPostUpAsync(CancellationToken cancellationToken) => MoveAsync(isUp: true, cancellationToken);

    public Task<IActionResult> OnPostDownAsync(CancellationToken cancellationToken) => MoveAsync(isUp: false, cancellationToken);

    public Task<IActionResult> OnPostDuplicateAsync(CancellationToken cancellationToken) => ChangeAsync(
        new DuplicateField(Key ?? ""),
        design => design.Draft.Fields.SkipWhile(field => field.Key != Key).Skip(1).First(),
        (field, _) => $"« {field.Label} » est ajoutée au brouillon.",
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        FaultsByKey = Form.Faults.ToLookup(fault => fault.Key ?? "");
        if (Form.Design is null)
        {
            Sources = [.. (await db.Calls.Where(call => call.FormId != null).OrderByDescending(call => call.OpensAt).ThenBy(call => call.Id).Select(call => new { call.Id, call.Title }).ToListAsync(cancellationToken))
                .Select(call => new DsfrOption(call.Id.ToString("D"), $"Le formulaire de « {call.Title} »"))];
        }

        return true;
    }

    private Task<IActionResult> MoveAsync(bool isUp, CancellationToken cancellationToken) => ChangeAsync(
        new MoveField(Key ?? "", isUp),
        design => design.Draft.Find(Key ?? "")!,
        (field, fields) => $"« {field.Label} » est maintenant à la place {fields.ToList().IndexOf(field) + 1} sur {fields.Count}.",
        cancellationToken);

    private Task<IActionResult> ChangeAsync(FormEdition edition, Func<FormDesign, FormField> field, Func<FormField, IReadOnlyList<FormField>, string> tell, CancellationToken cancellationToken) => SubmitAsync(
        token => Form.Design is { } design
            ? change.HandleAsync(new ChangeForm.ChangeForm(design.Id, Version, edition), token)
            : Task.FromResult<Domain.Outcome<FormDesign>>(new Domain.Refusal("form-none", "Cet appel n’a pas de formulaire à lui : commencez par le faire.")),
        design =>
        {
            var found = field(design);
            TempData.Confirm(tell(found, design.Draft.Fields));
            return LocalRedirect(FormLinks.Show(Slug, found.Key));
        },
        cancellationToken);
}
