using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Sessions.Plan;

/// <summary>An application that may be put on the agenda.</summary>
/// <param name="Item">Which.</param>
/// <param name="IsElsewhere">Whether it is on that of another session of the jury.</param>
public sealed record PlannableItem(JuryItem Item, bool IsElsewhere);

/// <summary>A page on which a session is planned, or planned otherwise. Its fields are those of <c>_SessionPlanFields</c>; it needs no script.</summary>
public abstract class SessionPlanPage(FabriqueDbContext db, PanelReader panels, Actor actor) : FormPage
{
    public const int MostBreaks = 3;

    // What people can read out and copy.
    private const int LargestSeed = 1_000_000_000;

    private const string MinutesError = "Donnez un nombre de minutes, de 0 à 240.";

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    [Display(Name = "Jour")]
    [Required(ErrorMessage = "Donnez le jour.")]
    public DateOnly? Day { get; set; }

    [BindProperty]
    [Display(Name = "Début (heure de Paris)")]
    [Required(ErrorMessage = "Donnez l’heure de début.")]
    public TimeOnly? Start { get; set; }

    [BindProperty]
    [Display(Name = "Lieu", Description = "Une salle, une adresse. Sans lieu, donnez l’adresse d’une visioconférence.")]
    [TextLength(HearingSession.PlaceLength)]
    public string? Place { get; set; }

    [BindProperty]
    [Display(Name = "Adresse de la visioconférence", Description = "Elle commence par https://.")]
    [TextLength(HearingSession.LinkLength)]
    public string? Link { get; set; }

    [BindProperty]
    [Display(Name = "Présentation", Description = "En minutes.")]
    [Required(ErrorMessage = "Donnez la durée de la présentation.")]
    [Range(1, HearingPace.LongestMinutes, ErrorMessage = "Donnez un nombre de minutes, de 1 à 240.")]
    public int? Pitch { get; set; } = HearingPace.Default.PitchMinutes;

    [BindProperty]
    [Display(Name = "Questions", Description = "En minutes.")]
    [Required(ErrorMessage = "Donnez la durée des questions, ou 0.")]
    [Range(0, HearingPace.LongestMinutes, ErrorMessage = MinutesError)]
    public int? Questions { get; set; } = HearingPace.Default.QuestionMinutes;

    [BindProperty]
    [Display(Name = "Entre deux auditions", Description = "En minutes.")]
    [Required(ErrorMessage = "Donnez la durée entre deux auditions, ou 0.")]
    [Range(0, HearingPace.LongestMinutes, ErrorMessage = MinutesError)]
    public int? Turnover { get; set; } = HearingPace.Default.TurnoverMinutes;

    [BindProperty]
    [Display(Name = "Ordre de passage")]
    [Required(ErrorMessage = "Choisissez d’où vient l’ordre de passage.")]
    public RunningOrderKind? Order { get; set; }

    [BindProperty]
    [Display(Name = "Graine du tirage", Description = "Le même nombre, avec les mêmes candidatures, redonne le même tirage. Il est conservé et affiché. Pour tirer de nouveau, écrivez-en un autre.")]
    [Required(ErrorMessage = "Donnez un nombre entier.")]
    public long? Seed { get; set; }

    /// <summary>What was typed, by key of the application; blank for one that is not heard then.</summary>
    [BindProperty]
    public Dictionary<string, string?> Ranks { get; set; } = [];

    /// <summary>The positions after which there is a break; null for none.</summary>
    [BindProperty]
    public List<int?> BreakAfter { get; set; } = [];

    /// <summary>How long each is.</summary>
    [BindProperty]
    public List<int?> BreakMinutes { get; set; } = [];

    public Panel Panel { get; private set; } = null!;

    public IReadOnlyList<PlannableItem> Items { get; private set; } = [];

    public DateOnly Today => panels.Today;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        FillForm();
        return Page();
    }

    /// <summary>What is typed as the rank of an application.</summary>
    public string? RankOf(Guid item) => Ranks.GetValueOrDefault(Key(item));

    public static string Key(Guid item) => item.ToString("D");

    /// <summary>What is typed of one of the breaks.</summary>
    public static int? At(List<int?> typed, int number) => number < typed.Count ? typed[number] : null;

    /// <summary>Key of the session that is planned otherwise; null when it is a new one.</summary>
    protected virtual Guid? Changed => null;

    /// <summary>Puts into the form what it begins with.</summary>
    protected virtual void FillForm()
    {
        Seed = RandomNumberGenerator.GetInt32(1, LargestSeed);
        Order = RunningOrderKind.Drawn;
        Ranks = Items.Where(item => !item.IsElsewhere).Select((item, number) => (item.Item.Id, Rank: number + 1)).ToDictionary(item => Key(item.Id), item => (string?)item.Rank.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }

    /// <summary>Puts into the form what a session is.</summary>
    protected void FillWith(HearingSession session)
    {
        var start = ParisTime.FromUtc(session.StartsAt);
        (Day, Start, Place, Link) = (DateOnly.FromDateTime(start), TimeOnly.FromDateTime(start), session.Place, session.Link);
        (Pitch, Questions, Turnover) = (session.Pace.PitchMinutes, session.Pace.QuestionMinutes, session.Pace.TurnoverMinutes);
        (Order, Seed) = (session.OrderedBy, session.Seed ?? Seed);
        Ranks = session.Agenda.ToDictionary(item => Key(item.ItemId), item => (string?)item.Position.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);
        BreakAfter = [.. session.Breaks.Select(pause => (int?)pause.AfterPosition)];
        BreakMinutes = [.. session.Breaks.Select(pause => (int?)pause.Minutes)];
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await panels.FindReadableAsync(Id, cancellationToken) is not { } panel || !actor.MayPlanSessions(panel))
        {
            return false;
        }

        Panel = panel;
        var changed = Changed;
        var elsewhere = await db.HearingSessions.Where(session => session.PanelId == panel.Id && session.Status != SessionStatus.Cancelled && session.Id != changed)
            .SelectMany(session => session.Agenda)
            .Select(item => item.ItemId)
            .ToListAsync(cancellationToken);
        Items = [.. (await panels.ReadItemsAsync(panel, cancellationToken)).Select(item => new PlannableItem(item, elsewhere.Contains(item.Id)))];
        return true;
    }

    /// <summary>Tells beside their fields the ranks that are none.</summary>
    protected void CheckRanks()
    {
        foreach (var (key, typed) in Ranks.Where(typed => !string.IsNullOrWhiteSpace(typed.Value) && Rank(typed.Value) is null))
        {
            ModelState.AddModelError($"{nameof(Ranks)}[{key}]", $"«\u00a0{typed}\u00a0» n’est pas un rang\u00a0: écrivez un nombre à partir de 1, ou rien.");
        }
    }

    /// <summary>What is typed, as a plan.</summary>
    protected SessionPlan Read()
    {
        var ranked = new List<(Guid Id, int Rank)>();
        foreach (var (key, typed) in Ranks)
        {
            if (Guid.TryParse(key, out var id) && Rank(typed) is { } rank)
            {
                ranked.Add((id, rank));
            }
        }

        // Two of one rank follow one another as they are listed.
        var listed = Items.Select(item => item.Item.Id).ToList();
        return new SessionPlan
        {
            Day = Day ?? default,
            At = Start ?? default,
            Place = Texts.Line(Place),
            Link = Texts.Line(Link),
            Pace = new HearingPace(Pitch ?? 0, Questions ?? 0, Turnover ?? 0),
            Order = Order ?? default,
            Seed = Seed ?? 0,
            Items = [.. ranked.OrderBy(item => item.Rank).ThenBy(item => listed.IndexOf(item.Id)).Select(item => item.Id)],
            Breaks =
            [
                .. Enumerable.Range(0, MostBreaks)
                    .Select(number => (After: At(BreakAfter, number), Minutes: At(BreakMinutes, number)))
                    .Where(pause => pause.After is not null || pause.Minutes is not null)
                    .Select(pause => new PlannedBreak(pause.After ?? 0, pause.Minutes ?? 0)),
            ],
        };
    }

    private static int? Rank(string? typed) => int.TryParse(typed?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var rank) && rank > 0 ? rank : null;

    protected override string FieldOf(Refusal refusal) => refusal.Code switch
    {
        "appointment-in-the-past" => nameof(Day),
        "appointment-nowhere" => nameof(Place),
        "appointment-link-unreadable" => nameof(Link),
        "hearing-pace" => nameof(Pitch),
        "session-without-ranking" => nameof(Order),
        "session-break" => $"{nameof(BreakAfter)}[0]",
        _ => "",
    };
}
