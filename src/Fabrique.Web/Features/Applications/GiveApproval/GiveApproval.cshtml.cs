using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.GiveApproval;

public enum ApprovalChoice
{
    Approved,
    ApprovedWithReservation,
    Refused,
}

[Authorize(Policies.SignedIn)]
public sealed class GiveApprovalModel(FabriqueDbContext db, TaskLoader tasks, ApplicationLoader applications, GiveApprovalHandler handler) : TaskFormPage(tasks, ApplicationTasks.Approval)
{
    private const int LongestAnswer = 280;

    [BindProperty]
    [Display(Name = "Votre visa")]
    [Required(ErrorMessage = "Choisissez votre visa.")]
    [EnumDataType(typeof(ApprovalChoice), ErrorMessage = "Choisissez votre visa dans la liste.")]
    public ApprovalChoice? Visa { get; set; }

    [BindProperty]
    [Display(Name = "Réserve ou motif", Description = "Demandé pour une réserve ou un visa défavorable. Lu par la personne qui candidate et par l’équipe de la Fabrique.")]
    [TextLength(HierarchicalApproval.ReasonLength)]
    public string? Reason { get; set; }

    [BindProperty]
    [Display(Name = "Temps que vous pouvez libérer")]
    [Range(0, HierarchicalApproval.MostHalfDays, ErrorMessage = "Choisissez le temps libéré dans la liste.")]
    public int? HalfDays { get; set; }

    public Application Application { get; private set; } = null!;

    public string Applicant { get; private set; } = "";

    public static IReadOnlyList<DsfrOption> Times { get; } =
        [new("", "Je ne sais pas encore"), .. Enumerable.Range(0, HierarchicalApproval.MostHalfDays + 1).Select(half => new DsfrOption($"{half}", ApplicationLabels.OfHalfDays(half)))];

    /// <summary>The idea in five lines: what each answer begins with.</summary>
    public IEnumerable<(string Label, string Text)> Brief => Application.Form.Fields
        .Where(asked => asked.Key != ApplicationForms.Title)
        .Select(asked => (asked.Label, Text: asked.Kind.Show(asked, Application.Answers[asked.Key]) ?? ""))
        .Where(line => line.Text.Length > 0)
        .Take(5)
        .Select(line => (line.Label, Texts.Clip(line.Text, LongestAnswer)));

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        // Told beside the field that is to be filled.
        if (Visa is { } visa && HierarchicalApproval.MayBeGiven(StatusOf(visa), Reason ?? "", halfDaysPerWeek: null) is { } unexplained)
        {
            ModelState.AddModelError(nameof(Reason), unexplained.Sentence);
        }

        return SubmitAsync(
            token => handler.HandleAsync(new GiveApproval { TaskId = Id, Status = StatusOf(Visa!.Value), Reason = Texts.Lines(Reason), HalfDaysPerWeek = HalfDays }, token),
            () =>
            {
                TempData.Confirm("Votre visa est enregistré. Merci.");
                return LocalRedirect(TaskLinks.MySpace);
            },
            cancellationToken);
    }

    protected override async Task LoadSubjectAsync(CancellationToken cancellationToken)
    {
        Application = await db.Applications.SingleAsync(application => application.Id == Item.SubjectId, cancellationToken);
        Applicant = await applications.PresentApplicantAsync(Application, cancellationToken);
    }

    private static HierarchicalApprovalStatus StatusOf(ApprovalChoice choice) => choice switch
    {
        ApprovalChoice.Approved => HierarchicalApprovalStatus.Approved,
        ApprovalChoice.ApprovedWithReservation => HierarchicalApprovalStatus.ApprovedWithReservation,
        _ => HierarchicalApprovalStatus.Refused,
    };
}
