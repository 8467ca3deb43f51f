using Fabrique.Domain.Applications;

namespace Fabrique.Web.Features.Applications.Funnel;

/// <summary>What is known of the way of one application.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="CreatedAt">When it was begun, UTC.</param>
/// <param name="SubmittedAt">When it was submitted, UTC; null when it was not.</param>
/// <param name="OpinionsAt">When the last opinion was given, UTC, none being awaited; null as long as some are, or when none was given.</param>
/// <param name="DecidedAt">When it was decided, UTC; null when it is not.</param>
public sealed record ApplicationWay(ApplicationStatus Status, DateTime CreatedAt, DateTime? SubmittedAt, DateTime? OpinionsAt, DateTime? DecidedAt);

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
    public static CallFunnel Of(IReadOnlyCollection<ApplicationWay> ways)
    {
        var submitted = ways.Where(way => way.SubmittedAt is not null).ToList();
        var screened = submitted.Where(way => way.Status is not (ApplicationStatus.Submitted or ApplicationStatus.AwaitingApproval or ApplicationStatus.Withdrawn) || way.OpinionsAt is not null).ToList();
        var heard = screened.Where(way => way.OpinionsAt is not null).ToList();
        var decided = screened.Where(way => way.DecidedAt is not null && way.Status is not ApplicationStatus.Redirected).ToList();
        var retained = decided.Where(way => way.Status is ApplicationStatus.Retained).ToList();
        var notRetained = decided.Where(way => way.Status is ApplicationStatus.NotRetained or ApplicationStatus.NotShortlisted or ApplicationStatus.Inadmissible).ToList();
        return new CallFunnel(
            [
                new FunnelStage("Commencées", ways.Count, Conversion: null, MedianTime: null),
                new FunnelStage("Déposées", submitted.Count, Percent(submitted.Count, ways.Count), Median(submitted.Select(way => way.SubmittedAt - way.CreatedAt))),
                new FunnelStage("Passées en instruction", screened.Count, Percent(screened.Count, submitted.Count), MedianTime: null),
                new FunnelStage("Avis au complet", heard.Count, Percent(heard.Count, screened.Count), Median(heard.Select(way => way.OpinionsAt - way.SubmittedAt))),
                new FunnelStage("Décidées", decided.Count, Percent(decided.Count, screened.Count), Median(decided.Select(way => way.DecidedAt - (way.OpinionsAt ?? way.SubmittedAt)))),
                new FunnelStage("Retenues", retained.Count, Percent(retained.Count, decided.Count), MedianTime: null),
                new FunnelStage("Non retenues", notRetained.Count, Percent(notRetained.Count, decided.Count), MedianTime: null),
            ],
            ways.Count(way => way.Status is ApplicationStatus.Draft),
            ways.Count(way => way.Status is ApplicationStatus.Withdrawn),
            ways.Count(way => way.Status is ApplicationStatus.Redirected));
    }

    private static int? Percent(int part, int whole) => whole == 0 ? null : (int)Math.Round(100m * part / whole, MidpointRounding.AwayFromZero);

    private static TimeSpan? Median(IEnumerable<TimeSpan?> times)
    {
        var known = times.OfType<TimeSpan>().Select(time => time < TimeSpan.Zero ? TimeSpan.Zero : time).Order().ToList();
        return known.Count == 0 ? null : (known[(known.Count - 1) / 2] + known[known.Count / 2]) / 2;
    }
}
