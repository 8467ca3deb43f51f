using Fabrique.Domain;
using Fabrique.Domain.Time;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Time;

namespace Fabrique.Web.Features.Screening;

/// <summary>How a list of applications is told.</summary>
public static class ScreeningWords
{
    /// <summary>A long answer is read on the application itself.</summary>
    private const int LongestShown = 200;

    /// <summary>What it is narrowed to, one clause for each filter: « État : En instruction ».</summary>
    public static IReadOnlyList<string> Tell(ScreeningFrame frame)
    {
        var filter = frame.Filter;
        string?[] clauses =
        [
            filter.Text is { } text ? $"Recherche : {text}" : null,
            filter.Status is { } status ? $"État : {ApplicationLabels.Of(status)}" : null,
            filter.Call is { } slug ? $"Appel : {frame.Calls.FirstOrDefault(call => call.Slug == slug)?.Title}" : null,
            filter.LabelId is { } labelId ? $"Étiquette : {frame.Labels.FirstOrDefault(label => label.Id == labelId)?.Name}" : null,
            filter.IsNobodys ? "Suivies par personne" : filter.IsMine ? "Suivies par moi" : filter.AssigneeId is { } id ? $"Suivies par {frame.Team.Append(frame.Former).FirstOrDefault(person => person?.Id == id)?.Name}" : null,
            filter.IsLate ? "En retard seulement" : null,
            filter.From is { } from ? $"Déposées depuis le {FrenchDate.Day(from)}" : null,
            filter.Until is { } until ? $"Déposées jusqu’au {FrenchDate.Day(until)}" : null,
        ];
        return [.. clauses.OfType<string>()];
    }

    /// <summary>A value of a line, as the page shows it.</summary>
    public static string Show(ScreeningColumn column, ScreeningLine line) => column.Read(line) switch
    {
        null or "" => "–",
        DateOnly day => FrenchDate.Day(day),
        DateTime instant => FrenchDate.Day(instant),
        string text => Texts.Clip(text, LongestShown),
        IFormattable number => number.ToString(null, FrenchCulture.Instance),
        var other => other.ToString() ?? "–",
    };
}
