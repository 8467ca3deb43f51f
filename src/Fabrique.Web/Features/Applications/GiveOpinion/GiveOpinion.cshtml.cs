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

namespace Fabrique.Web.Features.Applications.GiveOpinion;

[Authorize(Policies.SignedIn)]
public sealed class GiveOpinionModel(FabriqueDbContext db, TaskLoader tasks, ApplicationLoader applications, GiveOpinionHandler handler) : TaskFormPage(tasks, ApplicationTasks.Opinion)
{
    [BindProperty]
    [Display(Name = "Votre avis")]
    [Required(ErrorMessage = "Choisissez votre avis.")]
    [EnumDataType(typeof(OpinionVerdict), ErrorMessage = "Choisissez votre avis dans la liste.")]
    public OpinionVerdict? Verdict { get; set; }

    [BindProperty]
    [Display(Name = "Commentaire", Description = "Demandé pour une réserve ou un avis défavorable, facultatif sinon. Lu par l’équipe de la Fabrique seulement.")]
    [TextLength(Opinion.CommentLength)]
    public string? Comment { get; set; }

    public Application Application { get; private set; } = null!;

    public string Applicant { get; private set; } = "";

    /// <summary>Whether they may not read what they are asked about: they are recused.</summary>
    public bool IsClosedToMe { get; private set; }

    public override string? WhyClosed => base.WhyClosed ?? (IsClosedToMe ? ApplicationLoader.Closed.Sentence : null);

    /// <summary>The idea in a few lines: what each answer begins with.</summary>
    public IEnumerable<(string Label, string Text)> Brief => Application.Form.Fields
        .Where(asked => asked.Key != ApplicationForms.Title)
        .Select(asked => (asked.Label, Text: asked.Kind.Show(asked, Application.Answers[asked.Key]) ?? ""))
        .Where(line => line.Text.Length > 0);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        // Told beside the field that is to be filled.
        if (Verdict is { } verdict && Opinion.MayBeGiven(verdict, Comment ?? "") is { } unexplained)
        {
            ModelState.AddModelError(nameof(Comment), unexplained.Sentence);
        }

        return SubmitAsync(
            token => handler.HandleAsync(new GiveOpinion { TaskId = Id, Verdict = Verdict!.Value, Comment = Texts.Lines(Comment) }, token),
            () =>
            {
                TempData.Confirm("Votre avis est enregistré. Merci.");
                return LocalRedirect(TaskLinks.MySpace);
            },
            cancellationToken);
    }

    protected override async Task LoadSubjectAsync(CancellationToken cancellationToken)
    {
        Application = await db.Applications.SingleAsync(application => application.Id == Item.SubjectId, cancellationToken);
        IsClosedToMe = await applications.IsClosedToMeAsync(Application, cancellationToken);
        Applicant = await applications.PresentApplicantAsync(Application, cancellationToken);
    }
}
