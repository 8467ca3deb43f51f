using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Fabrique.Domain;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Simulation;

/// <summary>What simulated procedures are about: something invented, or the copy of something that exists.</summary>
/// <param name="simulations">In the order of the modules: the first is preferred when a procedure speaks of several.</param>
/// <param name="subjects">The kinds of things.</param>
/// <param name="activities">The kinds of activities.</param>
public sealed class SimulatedSubjects(IEnumerable<SubjectSimulation> simulations, SubjectTypes subjects, ActivityRegistry activities)
{
    public IReadOnlyList<SubjectSimulation> All { get; } = [.. simulations];

    public SubjectSimulation? Find(string? code) => All.FirstOrDefault(simulation => simulation.SubjectCode == code);

    /// <summary>What the activities of a definition are about; null when none of them says.</summary>
    /// <returns>Code of the kind of subject.</returns>
    public string? KindOf(WorkflowDocument document)
    {
        var drawn = Activities(document.Root).ToList();
        var votes = drawn.SelectMany(Votes).ToHashSet(StringComparer.Ordinal);

        // A part that people play in several kinds of things leaves it open: without any other hint, the first kind is meant.
        return First(votes) ?? First(drawn.SelectMany(Parts).SelectMany(Playing).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Adds the people, and the subject with what it rests on.</summary>
    /// <returns>The subject; null when the procedure is about nothing that can be simulated.</returns>
    public Subject? Add(string? kind, SimulatedStage stage)
    {
        stage.Db.StaffMembers.AddRange(SimulatedPeople.Of(stage.Cast).Select(person => person.Register(stage.Now.UtcDateTime)));
        return Find(kind) is { } simulation ? new Subject(simulation.SubjectCode, stage.Cast.File?.CopyTo(stage) ?? simulation.Invent(stage)) : null;
    }

    /// <summary>The greatest number that activities of a definition write for an input; 0 when none does.</summary>
    public static int MostWritten(WorkflowDocument document, string input) => Activities(document.Root)
        .Select(activity => int.TryParse(Literal(activity, input), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
        .DefaultIfEmpty()
        .Max();

    private static IEnumerable<JsonObject> Activities(JsonNode? node) => node switch
    {
        JsonObject json => (json["type"] is not null ? [json] : Enumerable.Empty<JsonObject>()).Concat(json.SelectMany(property => Activities(property.Value))),
        JsonArray array => array.SelectMany(Activities),
        _ => [],
    };

    private static string? Literal(JsonObject activity, string input) => ((activity[input] as JsonObject)?["expression"] as JsonObject)?["value"]?.ToString();

    private static IEnumerable<string> Parts(JsonObject activity) => new[] { Literal(activity, "assignee"), Literal(activity, "escalateTo") }.OfType<string>();

    private string? First(HashSet<string> codes) => All.Select(simulation => simulation.SubjectCode).FirstOrDefault(codes.Contains);

    private List<string> Playing(string part) => [.. subjects.All.Where(type => type.Roles.Any(found => found.Role.Code == part)).Select(type => type.Code)];

    private IEnumerable<string> Votes(JsonObject activity)
    {
        if (activities.Find(activity["type"]!.ToString())?.Activity.GetType().GetCustomAttribute<AboutAttribute>() is { } about)
        {
            yield return about.SubjectCode;
        }

        if (Literal(activity, "date") is { } date && subjects.FindDate(date) is { } found)
        {
            yield return found.Type.Code;
        }

        if (Literal(activity, "message")?.Split('/')[0] is { } folder && subjects.All.FirstOrDefault(type => type.MessageFolders.Contains(folder, StringComparer.Ordinal)) is { } told)
        {
            yield return told.Code;
        }

        foreach (var kind in Parts(activity).Select(Playing).Where(playing => playing.Count == 1).Select(playing => playing[0]))
        {
            yield return kind;
        }
    }
}
