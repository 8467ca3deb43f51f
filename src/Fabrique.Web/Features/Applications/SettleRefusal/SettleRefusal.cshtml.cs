using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.SettleRefusal;

public enum RefusalChoice
{
    Override,
    Close,
}

[Authorize(Policies.SignedIn)]
public sealed class SettleRefusalModel(FabriqueDbContext db, TaskLoader tasks, ApplicationLoader applications, ApprovalReader approvals, SettleRefusalHandler handler) : TaskFormPage(tasks, ApplicationTasks.RefusalFollowUp)
{
    [BindProperty]
    [Display(Name = "Suite à donner")]
    [Required(ErrorMessage = "Choisissez la suite à donner.")]
    [EnumDataType(typeof(RefusalChoice), ErrorMessage = "Choisissez la suite à donner dans la liste.")]
    public RefusalChoice? Choice { get; set; }

    [BindProperty]
    [Display(Name = "Motif", Description = "Si vous clôturez la candidature, il est repris dans la lettre à la personne qui porte l’idée : écrivez-le pour elle.")]
    [Required(ErrorMessage = "Donnez le motif.")]
    [TextLength(HierarchicalApproval.ReasonLength)]
    public string? Reason { get; set; }

    public Application Application { get; private set; } = null!;

    public string Applicant { get; private set; } = "";

    public ApprovalLine? Approval { get; private set; }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new SettleRefusal { TaskId = Id, Version = Version, Overrides = Choice is RefusalChoice.Override, Reason = Texts.Lines(Reason) }, token),
        () =>
        {
            TempData.Confirm(Choice is RefusalChoice.Override ? "C’est enregistré : la candidature continue." : "C’est enregistré. La lettre part à la personne qui porte l’idée.");
            return LocalRedirect(ApplicationLinks.Show(Application.Reference));
        },
        cancellationToken);

    protected override async Task LoadSubjectAsync(CancellationToken cancellationToken)
    {
        Application = await db.Applications.Include(application => application.Approvals).SingleAsync(application => application.Id == Item.SubjectId, cancellationToken);
        Applicant = await applications.PresentApplicantAsync(Application, cancellationToken);
        Approval = await approvals.ReadAsync(Application, cancellationToken);
    }
}
