using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.Differences;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.Minutes;

/// <summary>Corrects the minutes of a session: for its chair and its clerk. Whoever comes second reads what the first one changed, and keeps their text.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ReviseMinutesModel(PanelReader reader, MinutesReader minutes, Actor actor, ReviseMinutesHandler handler) : MinutesPage(reader, minutes)
{
    private bool hasMoved;

    /// <summary>Number of the version that is read.</summary>
    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    [Display(Name = "Texte", Description = "En Markdown : un titre commence par ##, une ligne de liste par un tiret.")]
    [Required(ErrorMessage = "Écrivez le procès-verbal.")]
    [TextLength(DeliberationMinutes.TextLength)]
    public string? Text { get; set; }

    [BindProperty]
    [Display(Name = "Pourquoi cette correction", Description = "Lu avec la version, et gardé.")]
    [Required(ErrorMessage = "Dites pourquoi le procès-verbal est corrigé.")]
    [TextLength(DeliberationMinutes.WhyLength)]
    public string? Why { get; set; }

    /// <summary>From what somebody else wrote meanwhile to what was typed; null when nobody did.</summary>
    public IReadOnlyList<ComparedLine>? Difference { get; private set; }

    /// <summary>Whether the form begins with what the facts say now.</summary>
    [BindProperty(SupportsGet = true, Name = "faits")]
    public bool FromFacts { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        (Version, Text) = (Minutes!.Latest.Number, Minutes.Latest.Text);
        if (FromFacts && (await Reader.DraftAsync(Panel, Session, cancellationToken)).Value is { } draft)
        {
            Text = draft.Text;
        }

        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        async token =>
        {
            var outcome = await handler.HandleAsync(new ReviseMinutes(Id, SessionId, Version, Texts.Lines(Text), Texts.Lines(Why)), token);
            hasMoved = outcome.Refusal?.Code == "minutes-moved";
            return outcome;
        },
        () =>
        {
            TempData.Confirm("Le procès-verbal est corrigé. Cette version est à signer.");
            return LocalRedirect(PanelLinks.Minutes(Id, SessionId));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken) =>
        await base.LoadAsync(cancellationToken) && Minutes is { } written && (written.ChairId == actor.Id || written.ClerkId == actor.Id);

    protected override Task LoadFormAsync(CancellationToken cancellationToken)
    {
        if (hasMoved)
        {
            // They are told, and shown what changed: what they send next replaces that.
            ModelState.Remove(nameof(Version));
            Version = Minutes!.Latest.Number;
            Difference = MinutesDifference.Between(Minutes.Latest.Text, Texts.Lines(Text));
        }

        return Task.CompletedTask;
    }

    protected override string FieldOf(Refusal refusal) => refusal.Code switch
    {
        "minutes-text" or "minutes-unchanged" => nameof(Text),
        "minutes-unexplained" => nameof(Why),
        _ => "",
    };
}
