using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.Announce;

/// <summary>« Préparer l’annonce », or choose another instant for it.</summary>
[Authorize(PanelsModule.ReadersPolicy)]
public sealed class SetEmbargoModel(AnnouncementReader reader, Actor actor, PrepareDecisionsHandler preparer, PostponeDecisionsHandler postponer) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The version of the batch that the form shows; null when it shows none.</summary>
    [BindProperty]
    public int? Version { get; set; }

    [BindProperty]
    [Display(Name = "Publier le")]
    [Required(ErrorMessage = "Donnez le jour de la publication.")]
    public DateOnly? Day { get; set; }

    [BindProperty]
    [Display(Name = "À (heure de Paris)")]
    [Required(ErrorMessage = "Donnez l’heure de la publication.")]
    public TimeOnly? Hour { get; set; } = new(10, 0);

    [BindProperty]
    [Display(Name = "Droit de réponse, en jours ouvrés", Description = "Combien de temps chacun peut répondre à sa décision ; 0 : sans droit de réponse.")]
    [Range(0, DecisionBatch.LongestReplyDays, ErrorMessage = "Le droit de réponse va de 0 à 90 jours ouvrés.")]
    public int? ReplyDays { get; set; }

    [BindProperty]
    [Display(Name = "Délai pour prendre une place, en jours ouvrés", Description = "Pour une personne de la liste d’attente à qui une place est proposée.")]
    [Range(1, DecisionBatch.LongestAnswerDays, ErrorMessage = "Une place proposée s’accepte en 1 à 30 jours ouvrés.")]
    public int? AnswerDays { get; set; }

    public Announcement Announcement { get; private set; } = null!;

    public Panel Panel => Announcement.Panel;

    /// <summary>Why nothing can be chosen; null when it can.</summary>
    public Refusal? WhyNot => actor.WhyNotRunPanels() ?? (Announcement.Deliberation is null ? PrepareDecisionsHandler.NothingConcluded : Announcement.Batch?.MayPostpone());

    public bool IsPrepared => Announcement.Batch is not null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (Announcement.Batch is { } batch)
        {
            var paris = ParisTime.FromUtc(batch.ReleaseAt);
            (Version, Day, Hour) = (batch.Version, DateOnly.FromDateTime(paris), TimeOnly.FromDateTime(paris));
        }
        else
        {
            (ReplyDays, AnswerDays) = await reader.ReadProposedAsync(Id, cancellationToken);
        }

        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token =>
        {
            var at = CallInstant.Join(Day, Hour);
            return Version is { } shown
                ? postponer.HandleAsync(new PostponeDecisions(Id, shown, at), token)
                : preparer.HandleAsync(new PrepareDecisions(Id, at, ReplyDays ?? DecisionBatch.UsualReplyDays, AnswerDays ?? DecisionBatch.UsualAnswerDays), token);
        },
        () =>
        {
            TempData.Confirm(Version is null ? "L’annonce est préparée : relisez les lettres avant l’instant choisi." : "Le nouvel instant est enregistré.");
            return LocalRedirect(PanelLinks.Decisions(Id));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(Id, cancellationToken) is not { } announcement)
        {
            return false;
        }

        Announcement = announcement;
        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Announcement.Batch?.Version;
        return Task.CompletedTask;
    }

    protected override string FieldOf(Refusal refusal) => refusal.Code switch
    {
        "batch-instant-past" => nameof(Day),
        "batch-reply-days" => nameof(ReplyDays),
        "batch-answer-days" => nameof(AnswerDays),
        _ => "",
    };
}
