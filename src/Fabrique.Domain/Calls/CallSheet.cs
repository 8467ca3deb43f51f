using Fabrique.Domain.Time;

namespace Fabrique.Domain.Calls;

/// <summary>Something that people ask about a call, and what they are answered. The answer is plain text, of several lines perhaps.</summary>
public sealed record CallQuestion(string Question, string Answer)
{
    public const int QuestionLength = 200;
    public const int AnswerLength = 1000;

    /// <summary>How many a call has at most.</summary>
    public const int Most = 20;

    /// <summary>Reads questions as people write them: one to a paragraph, the question on its first line and the answer on the others.</summary>
    /// <param name="text">Paragraphs separated by an empty line.</param>
    /// <param name="questions">What it says; empty when it cannot be read.</param>
    /// <returns>Why it cannot be read; null when it can.</returns>
    public static Refusal? Read(string text, out IReadOnlyList<CallQuestion> questions)
    {
        questions = [];
        var read = new List<CallQuestion>();
        foreach (var paragraph in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = paragraph.Split('\n', 2, StringSplitOptions.TrimEntries);
            if (parts.Length < 2 || parts[1].Length == 0)
            {
                return new Refusal("call-question-unanswered", $"« {Texts.Clip(parts[0], 80)} » n’a pas de réponse : écrivez-la à la ligne, sous la question, sans ligne vide entre elles.");
            }

            read.Add(new CallQuestion(parts[0], parts[1]));
        }

        questions = read;
        return null;
    }

    /// <summary>The text that <see cref="Read"/> reads so.</summary>
    public static string Write(IEnumerable<CallQuestion> questions) => string.Join("\n\n", questions.Select(known => $"{known.Question}\n{known.Answer}"));
}

/// <summary>All that is said of a call.</summary>
public sealed record CallSheet
{
    public const int CriterionLength = 200;
    public const int MostCriteria = 12;
    public const int MostPlaces = 1000;
    public const int ContactNameLength = 100;
    public const int ContactEmailLength = 254;
    public const decimal MostEnvelope = 100_000_000m;

    public required string Title { get; init; }

    public required string Theme { get; init; }

    public required string Presentation { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime OpensAt { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime ClosesAt { get; init; }

    /// <summary>In Paris.</summary>
    public DateOnly? ShortlistOn { get; init; }

    /// <summary>In Paris.</summary>
    public DateOnly? HearingsOn { get; init; }

    /// <summary>In Paris.</summary>
    public DateOnly? LettersOn { get; init; }

    public required int Places { get; init; }

    /// <summary>In euros.</summary>
    public decimal? Envelope { get; init; }

    public IReadOnlyList<string> Criteria { get; init; } = [];

    public IReadOnlyList<CallQuestion> Questions { get; init; } = [];

    public string ContactName { get; init; } = "";

    public string ContactEmail { get; init; } = "";

    /// <summary>Why this cannot be said of any call; null when it can.</summary>
    public Refusal? Problem =>
        Title.Length == 0 ? new Refusal("call-without-title", "Donnez un titre à l’appel.")
        : ClosesAt <= OpensAt ? new Refusal("call-closes-before-it-opens", $"L’appel ouvrirait le {Tell(OpensAt)} et serait clos le {Tell(ClosesAt)} : choisissez une clôture qui vienne après l’ouverture.")
        : ProblemOfDays
        ?? (Places is < 1 or > MostPlaces ? new Refusal("call-places", $"Le nombre de places va de 1 à {MostPlaces}.")
        : Envelope is <= 0 or > MostEnvelope ? new Refusal("call-envelope", "L’enveloppe est un montant en euros, positif et de cent millions au plus ; laissez-la vide si elle n’est pas annoncée.")
        : ProblemOfTexts);

    /// <summary>The date that comes too early after those before it, by name of its property here; null when they follow each other.</summary>
    public string? MisplacedDate => ClosesAt <= OpensAt ? nameof(ClosesAt) : FindMisplacedDay()?.Property;

    /// <summary>Whether another one says the same.</summary>
    public bool Says(CallSheet other) =>
        this with { Criteria = other.Criteria, Questions = other.Questions } == other && Criteria.SequenceEqual(other.Criteria, StringComparer.Ordinal) && Questions.SequenceEqual(other.Questions);

    /// <summary>The same with every date moved by as many whole weeks as it takes to open on a day or later: days of the week and hours of Paris stay what they are.</summary>
    /// <param name="day">In Paris.</param>
    public CallSheet MovedTo(DateOnly day)
    {
        var days = Math.Max(0, (day.DayNumber - ParisTime.DayOf(OpensAt).DayNumber + 6) / 7) * 7;
        return this with { OpensAt = Move(OpensAt), ClosesAt = Move(ClosesAt), ShortlistOn = ShortlistOn?.AddDays(days), HearingsOn = HearingsOn?.AddDays(days), LettersOn = LettersOn?.AddDays(days) };

        DateTime Move(DateTime instant)
        {
            var local = ParisTime.FromUtc(instant);
            return ParisTime.ToUtc(DateOnly.FromDateTime(local).AddDays(days), TimeOnly.FromDateTime(local));
        }
    }

    /// <summary>« 4 décembre 2026 à 18 h (heure de Paris) ».</summary>
    internal static string Tell(DateTime instant) => $"{FrenchDate.Instant(instant)} (heure de Paris)";

    private Refusal? ProblemOfDays => FindMisplacedDay()?.Refusal;

    private (string Property, Refusal Refusal)? FindMisplacedDay()
    {
        var (last, name) = (ParisTime.DayOf(ClosesAt), "la clôture");
        foreach (var (day, what, property) in new (DateOnly?, string, string)[]
        {
            (ShortlistOn, "la présélection", nameof(ShortlistOn)),
            (HearingsOn, "les auditions", nameof(HearingsOn)),
            (LettersOn, "les réponses", nameof(LettersOn)),
        })
        {
            if (day is not { } known)
            {
                continue;
            }

            if (known < last)
            {
                return (property, new Refusal("call-dates-out-of-order", $"Les dates ne se suivent pas : {name} le {FrenchDate.Day(last)}, puis {what} le {FrenchDate.Day(known)}."));
            }

            (last, name) = (known, what);
        }

        return null;
    }

    private Refusal? ProblemOfTexts =>
        Criteria.Count > MostCriteria ? new Refusal("call-too-many-criteria", $"Un appel a {MostCriteria} critères au plus : celui-ci en aurait {Criteria.Count}.")
        : Criteria.FirstOrDefault(criterion => criterion.Length > CriterionLength) is { } criterion ? new Refusal("call-criterion-too-long", $"Un critère compte {CriterionLength} caractères au plus : raccourcissez « {Texts.Clip(criterion, 60)} ».")
        : Questions.Count > CallQuestion.Most ? new Refusal("call-too-many-questions", $"Un appel a {CallQuestion.Most} questions au plus : celui-ci en aurait {Questions.Count}.")
        : Questions.FirstOrDefault(known => known.Question.Length > CallQuestion.QuestionLength || known.Answer.Length > CallQuestion.AnswerLength) is { } known
            ? new Refusal("call-question-too-long", $"Une question compte {CallQuestion.QuestionLength} caractères au plus, et sa réponse {CallQuestion.AnswerLength} : raccourcissez « {Texts.Clip(known.Question, 60)} ».")
        : ContactName.Length > 0 && ContactEmail.Length == 0 ? new Refusal("call-contact-unreachable", "Donnez l’adresse de courriel de la personne à qui écrire.")
        : null;
}
