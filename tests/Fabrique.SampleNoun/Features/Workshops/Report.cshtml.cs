using System.ComponentModel.DataAnnotations;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.SampleNoun.Features.Workshops;

[Authorize(Policies.SignedIn)]
public sealed class ReportModel(TaskLoader tasks, RecordReportHandler handler) : TaskFormPage(tasks, WorkshopsModule.Report)
{
    [BindProperty]
    [Display(Name = "Compte rendu")]
    [Required(ErrorMessage = "Écrivez le compte rendu.")]
    [TextLength(Workshop.ReportLength)]
    public string? Report { get; set; }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new RecordReport { TaskId = Id, Version = Version, Report = Report! }, token),
        () =>
        {
            TempData.Confirm("Le compte rendu est enregistré.");
            return LocalRedirect(TaskLinks.MySpace);
        },
        cancellationToken);

    protected override Task LoadSubjectAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
