using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Await;

public enum PlaceChoice
{
    Accept,
    GiveUp,
}

/// <summary>« Une place vous est proposée ».</summary>
[Authorize(Policies.SignedIn)]
public sealed class AnswerPlacePageModel(FabriqueDbContext db, TaskLoader tasks, AnswerPlaceHandler handler) : TaskFormPage(tasks, PanelTasks.Place)
{
    [BindProperty]
    [Display(Name = "Votre réponse")]
    [Required(ErrorMessage = "Choisissez votre réponse.")]
    [EnumDataType(typeof(PlaceChoice), ErrorMessage = "Choisissez votre réponse dans la liste.")]
    public PlaceChoice? Choice { get; set; }

    public Application Application { get; private set; } = null!;

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new AnswerPlace { TaskId = Id, Version = Version, Accepts = Choice is PlaceChoice.Accept }, token),
        () =>
        {
            TempData.Confirm(Choice is PlaceChoice.Accept ? "La place est à vous : votre candidature est retenue." : "La place est rendue, et votre candidature retirée.");
            return LocalRedirect(ApplicationLinks.Show(Application.Reference));
        },
        cancellationToken);

    protected override async Task LoadSubjectAsync(CancellationToken cancellationToken) =>
        Application = await db.Applications.AsNoTracking().SingleAsync(application => application.Id == Item.SubjectId, cancellationToken);
}
