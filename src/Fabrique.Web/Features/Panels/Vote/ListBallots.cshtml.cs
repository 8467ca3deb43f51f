using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Panels.Minutes;
using Fabrique.Web.Features.Panels.Sessions.Live;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.Vote;

/// <summary>« Votes » of a session: that on the application which is heard, and those that are over. What the forms send comes here, wherever they are shown.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ListBallotsModel(
    PanelReader reader,
    BallotDesk desk,
    MinutesReader sessions,
    Actor actor,
    SessionScreens screens,
    OpenBallotHandler opener,
    CastVoteHandler caster,
    CloseBallotHandler closer,
    AnnulBallotHandler annuller,
    GiveCastingVoteHandler decider)
    : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "session")]
    public Guid SessionId { get; set; }

    [BindProperty]
    public VoteMode? Mode { get; set; }

    [BindProperty]
    [StringLength(Ballot.QuestionLength, ErrorMessage = "Dites en 300 caractères au plus ce qui est proposé au vote.")]
    public string? Question { get; set; }

    /// <summary>The vote whose button was pressed.</summary>
    [BindProperty]
    public Guid? BallotId { get; set; }

    [BindProperty]
    public VoteChoice? Choice { get; set; }

    [BindProperty]
    [TextLength(Ballot.ReasonLength)]
    public string? Reason { get; set; }

    [BindProperty]
    public VoteChoice? Casting { get; set; }

    /// <summary>Whether it was sent from the session while it is held.</summary>
    [BindProperty]
    public bool Live { get; set; }

    public Panel Panel { get; private set; } = null!;

    public BallotBoard Board { get; private set; } = null!;

    /// <summary>Those of other applications, the last one first, without those in which the reader has no part.</summary>
    public IReadOnlyList<BallotLine> Others { get; private set; } = [];

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostOpenAsync(CancellationToken cancellationToken)
    {
        if (Mode is null)
        {
            ModelState.AddModelError(nameof(Mode), "Choisissez un vote nominatif ou à bulletins secrets.");
        }

        return ConductAsync(token => opener.HandleAsync(new OpenBallot(SessionId, Mode!.Value, Texts.Line(Question)), token), "Le vote est ouvert.", cancellationToken);
    }

    public Task<IActionResult> OnPostCastAsync(CancellationToken cancellationToken)
    {
        if (Choice is null)
        {
            ModelState.AddModelError(nameof(Choice), "Choisissez votre vote.");
        }

        return ActAsync(
            token => caster.HandleAsync(new CastVote(BallotId ?? Guid.Empty, Choice!.Value), token),
            "Votre vote est enregistré.",
            cancellationToken);
    }

    public Task<IActionResult> OnPostCloseAsync(CancellationToken cancellationToken) =>
        ConductAsync(token => closer.HandleAsync(new CloseBallot(BallotId ?? Guid.Empty), token), "Le vote est clos.", cancellationToken);

    public Task<IActionResult> OnPostAnnulAsync(CancellationToken cancellationToken) =>
        ConductAsync(token => annuller.HandleAsync(new AnnulBallot(BallotId ?? Guid.Empty, Texts.Lines(Reason)), token), "Le vote est annulé.", cancellationToken);

    public Task<IActionResult> OnPostDecideAsync(CancellationToken cancellationToken)
    {
        if (Casting is null)
        {
            ModelState.AddModelError(nameof(Casting), "Choisissez pour ou contre.");
        }

        return ActAsync(
            token => decider.HandleAsync(new GiveCastingVote(BallotId ?? Guid.Empty, Casting!.Value), token),
            "Votre voix a départagé le vote.",
            cancellationToken);
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(Id, cancellationToken) is not { } panel || await sessions.FindSessionAsync(panel.Id, SessionId, cancellationToken) is not { } session)
        {
            return false;
        }

        Panel = panel;
        var place = await desk.ReadPlaceAsync(panel, session, cancellationToken);
        var ballots = await desk.ListAsync(session, cancellationToken);
        var people = await reader.ReadPeopleAsync(panel, ballots.SelectMany(ballot => ballot.Votes).Select(vote => vote.VoterId), cancellationToken);
        Board = BallotBoard.Of(place, ballots, actor, NameOf);
        var items = place.Items.ToDictionary(item => item.Subject);
        Others =
        [
            .. ballots.Where(ballot => ballot.Item != session.Current && items.ContainsKey(ballot.Item) && (actor.IsStaff || !place.Recusals.Excludes(actor.Id, ballot.Item)))
                .Reverse()
                .Select(ballot => BallotBoard.LineOf(items[ballot.Item], ballot, NameOf)),
        ];
        return true;

        string NameOf(Guid personId) => people.TryGetValue(personId, out var person) ? person.FullName : "";
    }

    protected override string FieldOf(Refusal refusal) => refusal.Code switch
    {
        "ballot-annulment-unexplained" => nameof(Reason),
        "ballot-question" => nameof(Question),
        "ballot-unknown-mode" => nameof(Mode),
        _ => "",
    };

    private async Task<IActionResult> ConductAsync(Func<CancellationToken, Task<Outcome>> act, string sentence, CancellationToken cancellationToken) =>
        await LoadAsync(cancellationToken) && !Board.MayLead ? Forbid() : await ActAsync(act, sentence, cancellationToken);

    private Task<IActionResult> ActAsync(Func<CancellationToken, Task<Outcome>> act, string sentence, CancellationToken cancellationToken) => SubmitAsync(
        async token =>
        {
            var outcome = await act(token);
            if (outcome.IsDone)
            {
                await screens.TellAsync(SessionId);
            }

            return outcome;
        },
        () =>
        {
            if (Live)
            {
                // The session says how things are by itself, whether it is read anew or not.
                return LocalRedirect(PanelLinks.Live(Id, SessionId));
            }

            TempData.Confirm(sentence);
            return LocalRedirect(PanelLinks.Ballots(Id, SessionId));
        },
        cancellationToken);
}
