using Fabrique.Domain.Applications;

namespace Fabrique.Web.Features.Applications.Funnel;

/// <summary>What is known of the way of one application.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="CreatedAt">When it was begun, UTC.</param>
/// <param name="SubmittedAt">When it was submitted, UTC; null when it was not.</param>
/// <param name="OpinionsAt">When the last opinion was given, UTC, none being awaited; null as long as some are, or when none was given.</param>
/// <param name="DecidedAt">When it was decided, UTC; null when it is not.</param>
public sealed record ApplicationWay(ApplicationStatus Status, DateTime CreatedAt, DateTime? SubmittedAt, DateTime? OpinionsAt, DateTime? DecidedAt)
{
    /// <summary>When its « visa hiérarchique » was given, or no longer awaited, UTC; null when neither.</summary>
    public DateTime? ApprovalAt { get; init; }

    /// <summary>When it was found admissible, UTC; null when it was not.</summary>
    public DateTime? AdmissibleAt { get; init; }

    /// <summary>When it was shortlisted, UTC; null when it was not.</summary>
    public DateTime? ShortlistedAt { get; init; }

    /// <summary>When a jury heard it, UTC; null when none did.</summary>
    public DateTime? HeardAt { get; init; }
}

/// <summary>A stage, and how many applications came so far.</summary>
/// <param name="Name">French.</param>
/// <param name="Count">Those that reached it, whatever became of them since.</param>
/// <param name="Conversion">Of those of the stage before, in whole percents; null when there is no stage before, or nobody in it.</param>
/// <param name="MedianTime">From the stage before; null when nothing tells it.</param>
public sealed record FunnelStage(string Name, int Count, int? Conversion, TimeSpan? MedianTime)
{
    /// <summary>« 3 jours », « 5 heures ».</summary>
    public string Time => MedianTime switch
    {
        null => "–",
        { TotalHours: < 1 } => "moins d’une heure",
        { TotalHours: < 1.5 } => "1 heure",
        { TotalDays: < 2 } time => $"{Math.Round(time.TotalHours):0} heures",
        { } time => $"{Math.Round(time.TotalDays):0} jours",
    };
}

/// <summary>How far the applications of a call came.</summary>
/// <param name="Stages">In order, from the first.</param>
/// <param name="Drafts">Those that are not submitted yet.</param>
/// <param name="Withdrawn">Those that their author took back, at any stage.</param>
/// <param name="Redirected">Those whose author is invited to join a product instead.</param>
public sealed record CallFunnel(IReadOnlyList<FunnelStage> Stages, int Drafts, int Withdrawn, int Redirected = 0)
{
    /// <summary>A stage that nobody of the call came to, and that not every procedure has, is left out.</summary>
    public static CallFunnel Of(IReadOnlyCollection<ApplicationWay> ways)
    {
        var submitted = ways.Where(way => way.SubmittedAt is not null).ToList();
        var approved = submitted.Where(way => way.ApprovalAt is not null).ToList();
        var screened = submitted.Where(way => way.Status is not (ApplicationStatus.Submitted or ApplicationStatus.AwaitingApproval or ApplicationStatus.Withdrawn) || way.OpinionsAt is not null || way.AdmissibleAt is not null).ToList();
        var admissible = screened.Where(way => way.AdmissibleAt is not null).ToList();
        var shortlisted = screened.Where(way => way.ShortlistedAt is not null).ToList();
        var judged = shortlisted.Count > 0 ? shortlisted : screened;
        var opined = screened.Where(way => way.OpinionsAt is not null).ToList();
        var heard = screened.Where(way => way.HeardAt is not null).ToList();
        var decided = screened.Where(way => way.DecidedAt is not null && way.Status is not ApplicationStatus.Redirected).ToList();
        List<FunnelStage> stages =
        [
            new("Commencées", ways.Count, Conversion: null, MedianTime: null),
            Stage("Déposées", submitted, ways.Count, way => way.SubmittedAt - way.CreatedAt),
            .. IfAny(Stage("Visa rendu, ou délai passé", approved, submitted.Count, way => way.ApprovalAt - way.SubmittedAt)),
            Stage("Passées en instruction", screened, submitted.Count, _ => null),
            .. IfAny(Stage("Recevables", admissible, screened.Count, way => way.AdmissibleAt - (way.ApprovalAt ?? way.SubmittedAt))),
            .. IfAny(Stage("Présélectionnées", shortlisted, admissible.Count, way => way.ShortlistedAt - way.AdmissibleAt)),
            Stage("Avis au complet", opined, judged.Count, way => way.OpinionsAt - (way.ShortlistedAt ?? way.SubmittedAt)),
            .. IfAny(Stage("Auditionnées", heard, judged.Count, way => way.HeardAt - (way.OpinionsAt ?? way.ShortlistedAt ?? way.SubmittedAt))),
            Stage("Décidées", decided, screened.Count, way => way.DecidedAt - (way.HeardAt ?? way.OpinionsAt ?? way.ShortlistedAt ?? way.AdmissibleAt ?? way.SubmittedAt)),
            Ended("Retenues", ApplicationStatus.Retained),
            Ended("Non retenues", ApplicationStatus.NotRetained),
            .. IfAny(Ended("Non présélectionnées", ApplicationStatus.NotShortlisted)),
            .. IfAny(Ended("Irrecevables", ApplicationStatus.Inadmissible)),
        ];
        return new CallFunnel(
            stages,
            ways.Count(way => way.Status is ApplicationStatus.Draft),
            ways.Count(way => way.Status is ApplicationStatus.Withdrawn),
            ways.Count(way => way.Status is ApplicationStatus.Redirected));

        FunnelStage Ended(string name, ApplicationStatus status) => Stage(name, decided.FindAll(way => way.Status == status), decided.Count, _ => null);
    }

    private static FunnelStage Stage(string name, List<ApplicationWay> reached, int before, Func<ApplicationWay, TimeSpan?> time) => new(name, reached.Count, Percent(reached.Count, before), Median(reached.Select(time)));

    private static IEnumerable<FunnelStage> IfAny(FunnelStage stage) => stage.Count > 0 ? [stage] : [];

    private static int? Percent(int part, int whole) => whole == 0 ? null : (int)Math.Round(100m * part / whole, MidpointRounding.AwayFromZero);

    private static TimeSpan? Median(IEnumerable<TimeSpan?> times)
    {
        var known = times.OfType<TimeSpan>().Select(time => time < TimeSpan.Zero ? TimeSpan.Zero : time).Order().ToList();
        return known.Count == 0 ? null : (known[(known.Count - 1) / 2] + known[known.Count / 2]) / 2;
    }
}
