using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Panels.Vote;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.Sessions.Live;

/// <summary>Somebody of the jury, as the others see them.</summary>
/// <param name="PersonId">Who.</param>
/// <param name="Name">Their name.</param>
/// <param name="Part">Why they are here: « Voix délibérative ».</param>
/// <param name="IsPresent">Whether they are in the room, or would be but for the item being heard.</param>
/// <param name="IsOut">Whether they left for the item being heard.</param>
public sealed record LivePerson(Guid PersonId, string Name, string Part, bool IsPresent, bool IsOut);

/// <summary>An item of the agenda, as things are.</summary>
public sealed record LiveItem(AgendaItem Item, HearingSlot Slot, string Title, bool IsCurrent, bool IsMine)
{
    /// <summary>Key of the application.</summary>
    public Guid Id => Item.ItemId;
}

/// <summary>
/// « Séance en direct » : what is heard, how much time is left, who is there, whether the quorum is reached, and what the reader may do now. It is whole without script; with it, <c>seance.js</c> reads it anew
/// when <see cref="SessionScreens"/> tells that something changed.
/// </summary>
[Authorize(Policies.SignedIn)]
public sealed class LiveSessionModel(
    SessionReader reader, BallotDesk ballots, Actor actor, SessionScreens screens, ItemFiles files, LeadSessionHandler leader, CallItemHandler caller, RunTimerHandler timer, RecordAttendanceHandler attendance, WriteNotesHandler notes,
    TimeProvider clock) : FormPage
{
    /// <summary>What the buttons add to the timer.</summary>
    public const int Extension = 60;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Key of the session.</summary>
    [BindProperty(SupportsGet = true, Name = "session")]
    public Guid SessionId { get; set; }

    /// <summary>Key of the application whose notes are asked for; null for the one being heard.</summary>
    [FromQuery(Name = "notes")]
    public Guid? Asked { get; set; }

    /// <summary>Key of the application that a button is about.</summary>
    [BindProperty]
    public Guid? Item { get; set; }

    /// <summary>Key of the application that was being heard on the screen of whoever pressed.</summary>
    [BindProperty]
    public Guid? Shown { get; set; }

    [BindProperty]
    public SessionEvent? Event { get; set; }

    [BindProperty]
    public TimerAct? Act { get; set; }

    /// <summary>What the phase was given on that screen, in seconds.</summary>
    [BindProperty]
    public int? Seconds { get; set; }

    [BindProperty]
    public Guid? Person { get; set; }

    [BindProperty]
    public AttendanceKind? Kind { get; set; }

    /// <summary>Of the notes on that screen: <see cref="AgendaItem.NotesNumber"/>.</summary>
    [BindProperty]
    public int? Version { get; set; }

    [BindProperty]
    [Display(Name = "Notes", Description = "Lues de celles et ceux qui prennent part à cette candidature\u00a0; elles servent au procès-verbal.")]
    [TextLength(AgendaItem.NotesLength)]
    public string? Notes { get; set; }

    public SessionSheet Sheet { get; private set; } = null!;

    public Panel Panel => Sheet.Panel;

    public HearingSession Session => Sheet.Session;

    /// <summary>UTC, when the page was read.</summary>
    public DateTime Now { get; private set; }

    /// <summary>Who sits for the item being heard, or between two.</summary>
    public SeatRoll Roll { get; private set; } = null!;

    /// <summary>Whether the reader has no part in what is heard: they see nothing of it but its title and the time.</summary>
    public bool IsOut => Roll.IsRecused(actor.Id);

    /// <summary>Why they have no part in it, said to them alone; null when they have one.</summary>
    public string? WhyOut => !IsOut ? null : Sheet.All.FirstOrDefault(recusal => recusal.PersonId == actor.Id && recusal.Item == Session.Current)?.Origin switch
    {
        RecusalOrigin.Inferred => "C’est votre candidature\u00a0: vous n’en jugez pas.",
        RecusalOrigin.Imposed => "Vous avez été déporté·e de cette candidature.",
        _ => "Vous vous êtes déporté·e de cette candidature.",
    };

    public bool MayLead { get; private set; }

    /// <summary>Whether they plan sessions, and may set this one up otherwise.</summary>
    public bool MayPlan => actor.MayPlanSessions(Panel);

    /// <summary>Whether the reader is of the jury, or holds its pen.</summary>
    public bool Sits => People.Any(person => person.PersonId == actor.Id);

    /// <summary>Whether the reader may be recorded as there, and is.</summary>
    public bool IsPresent { get; private set; }

    public bool MayArrive => !IsPresent && Session.MayArrive(Panel, actor.Id) is null;

    public bool MayDepart => IsPresent && Session.MayDepart(actor.Id) is null;

    /// <summary>Why it cannot be opened yet; null when it can.</summary>
    public Refusal? WhyNotOpen => Session.MayOpen(Roll);

    public IReadOnlyList<LiveItem> Agenda { get; private set; } = [];

    public IReadOnlyList<LivePerson> People { get; private set; } = [];

    /// <summary>Name of who presides; null when nobody may.</summary>
    public string? Presiding => Roll.Presiding?.OccupantId is { } person ? Sheet.NameOf(person) : null;

    /// <summary>What is joined to the application being heard, for those who have a part in it; null when there is nothing.</summary>
    public FilesValue? Files { get; private set; }

    /// <summary>The vote on the application being heard, for those who have a part in it; null between two.</summary>
    public BallotBoard? Board { get; private set; }

    /// <summary>The item whose notes are shown; null when there is none, or they are not for the reader.</summary>
    public AgendaItem? Noted { get; private set; }

    /// <summary>Whether somebody else wrote other notes since.</summary>
    public bool IsNotedOtherwise { get; private set; }

    public string CurrentLink => ApplicationLinks.Show(Sheet.Current!.Reference);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostLeadAsync(CancellationToken cancellationToken) => ActAsync(token => leader.HandleAsync(new LeadSession(SessionId, Event ?? (SessionEvent)(-1)), token), cancellationToken);

    public Task<IActionResult> OnPostCallAsync(CancellationToken cancellationToken) => ActAsync(token => caller.HandleAsync(new CallItem(SessionId, Shown, Item ?? Guid.Empty), token), cancellationToken);

    public Task<IActionResult> OnPostTimerAsync(CancellationToken cancellationToken) =>
        ActAsync(token => timer.HandleAsync(new RunTimer(SessionId, Shown, Act ?? (TimerAct)(-1), Seconds ?? -1, Extension), token), cancellationToken);

    public Task<IActionResult> OnPostAttendAsync(CancellationToken cancellationToken) => Kind is { } kind && Enum.IsDefined(kind)
        ? ActAsync(token => attendance.HandleAsync(new RecordAttendance(SessionId, Person, kind), token), cancellationToken)
        : RefusedAsync("Dites si la personne arrive ou part.", cancellationToken);

    public Task<IActionResult> OnPostNotesAsync(CancellationToken cancellationToken) => ActAsync(
        token => notes.HandleAsync(new WriteNotes(SessionId, Item ?? Guid.Empty, Version ?? -1, Texts.Lines(Notes)), token),
        cancellationToken,
        "Les notes sont enregistrées.");

    /// <summary>The address of the page, with the notes of an item.</summary>
    public string NotesLink(Guid item) => $"{PanelLinks.Live(Id, SessionId)}?notes={item:D}#notes";

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(Id, SessionId, cancellationToken) is not { } sheet)
        {
            return false;
        }

        (Sheet, Now) = (sheet, clock.GetUtcNow().UtcDateTime);
        Roll = sheet.RollAt(Now);
        MayLead = actor.MayLead(Panel, Roll);
        var present = Session.PresentAt(DateTime.MaxValue);
        IsPresent = present.Contains(actor.Id);
        Agenda = [.. Session.Agenda.Zip(Session.Slots, (item, slot) => new LiveItem(item, slot, sheet.TitleOf(item.Item), item.Item == Session.Current, !sheet.InForce.Excludes(actor.Id, item.Item)))];
        People = [.. Everybody().Select(one => new LivePerson(one.Id, sheet.NameOf(one.Id), one.Part, present.Contains(one.Id), present.Contains(one.Id) && Roll.IsRecused(one.Id)))];
        Noted = Session.Status is SessionStatus.Planned or SessionStatus.Cancelled ? null : Agenda.FirstOrDefault(item => item.Id == ((Version is null ? null : Item) ?? Asked ?? Session.CurrentId) && item.IsMine)?.Item;
        if (!MayLead && Noted is { Notes: "" })
        {
            Noted = null;
        }

        IsNotedOtherwise = Version is { } shown && Noted is { } noted && noted.NotesNumber != shown;
        if (Version is null)
        {
            Notes = Noted?.Notes;
        }

        Board = sheet.Current is null || IsOut
            ? null
            : BallotBoard.Of(new BallotPlace(Panel, Session, [.. sheet.Items.Values], sheet.InForce, Now), await ballots.ListAsync(Session, cancellationToken), actor, sheet.NameOf) with { IsLive = true };
        Files = sheet.Current is { } current && !IsOut ? await files.FindAsync(current.Id, cancellationToken) : null;
        return true;
    }

    protected override string FieldOf(Refusal refusal) => refusal.Code is "session-notes-changed" or "session-notes-unchanged" ? nameof(Notes) : "";

    private IEnumerable<(Guid Id, string Part)> Everybody()
    {
        var day = Session.Day;
        var members = Panel.MembersOn(day).ToList();
        foreach (var member in members.OrderBy(member => member.Capacity))
        {
            yield return (member.PersonId, PanelLabels.Of(member.Capacity));
            if (Panel.SubstituteOf(member.PersonId, day) is { } substitute)
            {
                yield return (substitute, $"Supplée {Sheet.NameOf(member.PersonId)}");
            }
        }

        if (Panel.ClerkId is { } clerk && members.TrueForAll(member => member.PersonId != clerk))
        {
            yield return (clerk, "Secrétariat");
        }
    }

    private Task<IActionResult> ActAsync(Func<CancellationToken, Task<Outcome>> useCase, CancellationToken cancellationToken, string? done = null) => SubmitAsync(
        async token =>
        {
            var outcome = await useCase(token);
            if (outcome.IsDone)
            {
                await screens.TellAsync(SessionId);
            }

            return outcome;
        },
        () =>
        {
            if (done is not null)
            {
                TempData.Confirm(done);
            }

            return LocalRedirect(Asked is { } asked ? NotesLink(asked) : PanelLinks.Live(Id, SessionId));
        },
        cancellationToken);
}
