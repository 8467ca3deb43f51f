using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications;

namespace Fabrique.Web.Features.Screening;

/// <summary>What the values of a column are.</summary>
public enum ScreeningValueKind
{
    /// <summary>A <see cref="string"/>.</summary>
    Text,

    /// <summary>A <see cref="DateOnly"/>.</summary>
    Day,

    /// <summary>A UTC <see cref="DateTime"/>.</summary>
    Instant,

    /// <summary>An <see cref="int"/> or a <see cref="double"/>.</summary>
    Number,
}

/// <summary>A column of the list of applications, on the page and in what is taken away from it.</summary>
/// <param name="Key">Its name in addresses and views; it never changes.</param>
/// <param name="Title">French.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Read">The value of a line; null when there is none.</param>
public sealed record ScreeningColumn(string Key, string Title, ScreeningValueKind Kind, Func<ScreeningLine, object?> Read)
{
    /// <summary>Whether the list has it as long as nobody chose.</summary>
    public bool IsShownFirst { get; init; }

    /// <summary>The order that it gives the list, see <see cref="ScreeningOrder"/>; null when the list is not sorted by it.</summary>
    public string? Order { get; init; }

    /// <summary>Key of the question whose answers it holds; null for what every application has.</summary>
    public string? Question { get; init; }
}

/// <summary>The columns that the list may have.</summary>
public static class ScreeningColumns
{
    public const string Reference = "reference";
    public const string Title = "titre";
    public const string Applicant = "agent";
    public const string Unit = "service";
    public const string Call = "appel";
    public const string SubmittedAt = "depot";
    public const string Status = "etat";
    public const string Assignee = "responsable";
    public const string Labels = "etiquettes";
    public const string Given = "avis-donnes";
    public const string AwaitedOpinions = "avis-attendus";
    public const string Awaited = "attendu";
    public const string Deadline = "echeance";
    public const string DaysLate = "retard";
    public const string DecidedAt = "decision";

    /// <summary>Before the key of a question.</summary>
    private const string QuestionPrefix = "question.";

    /// <summary>What every application has, in the order in which they are shown.</summary>
    public static IReadOnlyList<ScreeningColumn> All { get; } =
    [
        new(Reference, "Référence", ScreeningValueKind.Text, line => line.Reference) { Order = ScreeningOrder.ByReference },
        new(Title, "Candidature", ScreeningValueKind.Text, line => line.Title) { IsShownFirst = true, Order = ScreeningOrder.ByTitle },
        new(Status, "État", ScreeningValueKind.Text, line => ApplicationLabels.Of(line.Status)) { IsShownFirst = true },
        new(Deadline, "Prochaine échéance", ScreeningValueKind.Day, line => line.DueOn) { IsShownFirst = true, Order = ScreeningOrder.ByDeadline },
        new(DaysLate, "Jours de retard", ScreeningValueKind.Number, line => line.DaysLate),
        new(Awaited, "Ce qui est attendu, de qui", ScreeningValueKind.Text, line => string.Join(" ; ", line.Waits.Select(wait => wait.Sentence))),
        new(Applicant, "Portée par", ScreeningValueKind.Text, line => line.Applicant) { IsShownFirst = true, Order = ScreeningOrder.ByApplicant },
        new(Unit, "Service", ScreeningValueKind.Text, line => line.Unit),
        new(Call, "Appel", ScreeningValueKind.Text, line => line.Call) { IsShownFirst = true },
        new(SubmittedAt, "Déposée le", ScreeningValueKind.Instant, line => line.SubmittedAt) { IsShownFirst = true, Order = ScreeningOrder.BySubmission },
        new(Given, "Avis donnés", ScreeningValueKind.Number, line => line.Given) { IsShownFirst = true },
        new(AwaitedOpinions, "Avis attendus", ScreeningValueKind.Number, line => line.AwaitedOpinions),
        new(Assignee, "Suivie par", ScreeningValueKind.Text, line => line.Assignee) { IsShownFirst = true },
        new(Labels, "Étiquettes", ScreeningValueKind.Text, line => string.Join(", ", line.Labels.Select(label => label.Name))),
        new(DecidedAt, "Décidée le", ScreeningValueKind.Instant, line => line.DecidedAt) { Order = ScreeningOrder.ByDecision },
    ];

    public static IReadOnlyList<ScreeningColumn> ShownFirst { get; } = [.. All.Where(column => column.IsShownFirst)];

    /// <summary>Those that every list has, and those of a form; that of the product when there is none.</summary>
    public static IReadOnlyList<ScreeningColumn> WithForm(Form? form) => [.. All, .. OfForm(form ?? ApplicationForms.Default)];

    /// <summary>One for each question of a form, and for each question that a block of it repeats.</summary>
    public static IReadOnlyList<ScreeningColumn> OfForm(Form form) => [.. form.Questions
        .Where(field => field.Key != ApplicationForms.Title)
        .SelectMany(field => field.Kind.HasFields
            ? field.Fields.Where(inner => inner.Kind.IsQuestion).Select(inner => Of($"{field.Key}.{inner.Key}", $"{field.Label} – {inner.Label}", inner.Kind))
            : [Of(field.Key, field.Label, field.Kind)])];

    /// <summary>Those of these keys that there are, in that order; those shown first when none is left.</summary>
    public static IReadOnlyList<ScreeningColumn> Choose(IReadOnlyList<ScreeningColumn> among, IEnumerable<string> keys)
    {
        List<ScreeningColumn> chosen = [.. keys.Distinct(StringComparer.Ordinal).Select(key => among.FirstOrDefault(column => column.Key == key)).OfType<ScreeningColumn>()];
        return chosen.Count > 0 ? chosen : ShownFirst;
    }

    private static ScreeningColumn Of(string key, string title, FieldKind kind)
    {
        var valueKind = kind == FieldKind.Number || kind == FieldKind.Whole || kind == FieldKind.Money ? ScreeningValueKind.Number : kind == FieldKind.Date ? ScreeningValueKind.Day : ScreeningValueKind.Text;
        return new ScreeningColumn(QuestionPrefix + key, title, valueKind, line => line.Answer(key, valueKind)) { Question = key };
    }
}

/// <summary>Something that a person or the holders of a role owe about an application.</summary>
/// <param name="Kind">Code of the kind of task.</param>
/// <param name="Sentence">« l’avis de Perrine Bouleau ».</param>
/// <param name="DueAt">The end of the last day given, UTC.</param>
public sealed record ScreeningWait(string Kind, string Sentence, DateTime DueAt)
{
    /// <summary>The task.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>Who is asked; null when the holders of a role are.</summary>
    public required Guid? PersonId { get; init; }

    /// <summary>Null when a person is asked.</summary>
    public required string? Role { get; init; }

    /// <summary>« attendu », as what is awaited makes it agree.</summary>
    public required string Expected { get; init; }

    public DateOnly DueOn => Deadline.DayOf(DueAt);
}

/// <summary>A label, as a line shows it.</summary>
public sealed record ScreeningMark(Guid Id, string Name, string Colour);

/// <summary>A part of what was answered to a question.</summary>
public sealed record ScreeningAnswer(string Key, int Rank, string Text, double? Number, DateOnly? Day);

/// <summary>One application, as the list and what is taken away from it tell it.</summary>
public sealed record ScreeningLine
{
    public required Guid Id { get; init; }

    public required string Reference { get; init; }

    public required string Title { get; init; }

    public required string Applicant { get; init; }

    public required string Unit { get; init; }

    public required string Call { get; init; }

    public required ApplicationStatus Status { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime SubmittedAt { get; init; }

    public required DateTime? DecidedAt { get; init; }

    public required Guid? AssigneeId { get; init; }

    /// <summary>Null when nobody sees to it.</summary>
    public required string? Assignee { get; init; }

    /// <summary>Opinions given.</summary>
    public required int Given { get; init; }

    /// <summary>In order of their names.</summary>
    public required IReadOnlyList<ScreeningMark> Labels { get; init; }

    /// <summary>What is awaited, the most pressing first.</summary>
    public required IReadOnlyList<ScreeningWait> Waits { get; init; }

    /// <summary>Answers to the questions whose columns were asked.</summary>
    public IReadOnlyList<ScreeningAnswer> Answers { get; init; } = [];

    /// <summary>The day on which it is read, in Paris.</summary>
    public required DateOnly Today { get; init; }

    public int AwaitedOpinions => Waits.Count(wait => wait.Kind == ApplicationTasks.Opinion);

    /// <summary>The last day given for what is most pressing; null when nothing is awaited.</summary>
    public DateOnly? DueOn => Waits is [var first, ..] ? first.DueOn : null;

    /// <summary>Null when it is not late.</summary>
    public int? DaysLate => DueOn is { } day && Domain.Screening.Lateness.DaysOf(day, Today) is > 0 and var days ? days : null;

    /// <summary>« cinq mois »; null when it is not late.</summary>
    public string? Lateness => DueOn is { } day ? Domain.Screening.Lateness.Say(day, Today) : null;

    internal object? Answer(string key, ScreeningValueKind kind)
    {
        var found = Answers.Where(answer => answer.Key == key).OrderBy(answer => answer.Rank).ToList();
        return (kind, found) switch
        {
            (_, []) => null,
            (ScreeningValueKind.Number, [{ Number: { } number }]) => number,
            (ScreeningValueKind.Day, [{ Day: { } day }]) => day,
            _ => string.Join(" ; ", found.Select(answer => answer.Text)),
        };
    }
}
