using Fabrique.Domain.Applications;
using Fabrique.Domain.Time;

namespace Fabrique.Web.Features.Applications.Wordings;

/// <summary>What an application waits for.</summary>
/// <param name="Kind">Of the tasks: see <see cref="ApplicationTasks"/>.</param>
/// <param name="Count">How many.</param>
/// <param name="Until">The last day given, in Paris.</param>
public sealed record Awaited(string Kind, int Count, DateOnly Until);

/// <summary>Where an application stands, as somebody reads it.</summary>
/// <param name="Label">In a few words.</param>
/// <param name="Next">What comes next, and when, for those who carry it; empty for the team, who read the timeline.</param>
public sealed record ToldStatus(string Label, string Next);

/// <summary>
/// The one place that says a status to people, in two wordings: for the team, what is awaited of whom; for those who carry the application, what they need to know. A status has one line
/// without anything awaited, and more for what changes its meaning: add one here, and pages, administration and tests have it.
/// </summary>
/// <param name="Code">Stable, of the keys of its texts.</param>
/// <param name="Status">The status.</param>
/// <param name="AwaitedKind">Kind of the task that is awaited; null for the line that holds otherwise.</param>
/// <param name="Internal">Default, for the team.</param>
/// <param name="Public">Default, for those who carry the application.</param>
/// <param name="Next">Default: what comes next, and when.</param>
public sealed record StatusWording(string Code, ApplicationStatus Status, string? AwaitedKind, string Internal, string Public, string Next)
{
    /// <summary>Stands for « une direction », « 3 directions ».</summary>
    public const string Directions = "{directions}";

    /// <summary>Stands for the last day given.</summary>
    public const string Date = "{date}";

    /// <summary>Of the keys of all of them.</summary>
    public const string Prefix = "statut.";

    // Kinds of tasks of a room that knows this one.
    internal const string Admissibility = "Admissibility";

    private const string Shortlisting = "Shortlisting";
    private const string Corrections = "Corrections";

    public static IReadOnlyList<StatusWording> Table { get; } =
    [
        new("brouillon", ApplicationStatus.Draft, null, "Brouillon", "Brouillon", "Complétez votre candidature, puis déposez-la avant la clôture de l’appel."),
        new("deposee", ApplicationStatus.Submitted, null, "Déposée", "Déposée", "Votre candidature est bien arrivée. Vous n’avez rien à faire : la suite vous sera écrite."),
        new("suite-du-visa", ApplicationStatus.Submitted, ApplicationTasks.RefusalFollowUp, "Déposée – suite à donner au visa défavorable", "Déposée", "Le visa de votre responsable est défavorable. L’équipe de la Fabrique dit si votre candidature continue, au plus tard le {date}."),
        new("en-attente-de-visa", ApplicationStatus.AwaitingApproval, null, "En attente de visa", "En attente de visa", "Le visa de votre responsable est attendu, puis les directions donnent leur avis."),
        new("visa-demande", ApplicationStatus.AwaitingApproval, ApplicationTasks.Approval, "En attente de visa", "En attente de visa", "Le visa de votre responsable est attendu jusqu’au {date}, puis les directions donnent leur avis."),
        new("responsable-a-nommer", ApplicationStatus.AwaitingApproval, ApplicationTasks.ManagerNaming, "En attente de visa – responsable à nommer", "En attente de visa", "Dites-nous qui est votre responsable au plus tard le {date} : son visa est attendu."),
        new("en-instruction", ApplicationStatus.UnderScreening, null, "En instruction", "En instruction", "Votre candidature est examinée. Vous n’avez rien à faire : la suite vous sera écrite."),
        new("avis-attendus", ApplicationStatus.UnderScreening, ApplicationTasks.Opinion, "En instruction – avis en attente de {directions}", "En instruction", "L’avis des directions est attendu jusqu’au {date}. La décision est prise ensuite, et vous est écrite."),
        new("decision-attendue", ApplicationStatus.UnderScreening, ApplicationTasks.Decision, "En instruction – décision à prendre", "En instruction", "Les directions ont été consultées. La décision est attendue au plus tard le {date}, et vous est écrite."),
        new("recevabilite-attendue", ApplicationStatus.UnderScreening, Admissibility, "En instruction – recevabilité à dire", "En instruction", "L’équipe de la Fabrique dit si votre candidature est recevable, au plus tard le {date}. Vous n’avez rien à faire."),
        new("preselection-attendue", ApplicationStatus.UnderScreening, Shortlisting, "En instruction – présélection à dire", "Recevable", "Votre candidature est recevable. L’équipe de la Fabrique dit si elle est présélectionnée, au plus tard le {date}."),
        new("complements-demandes", ApplicationStatus.CorrectionRequested, null, "Compléments demandés", "Compléments demandés", "Des compléments vous sont demandés : répondez depuis la page de votre candidature."),
        new("complements-attendus", ApplicationStatus.CorrectionRequested, Corrections, "Compléments demandés", "Compléments demandés", "Des compléments vous sont demandés : répondez depuis la page de votre candidature, au plus tard le {date}."),
        new("preselectionnee", ApplicationStatus.Shortlisted, null, "Présélectionnée", "Présélectionnée", "Votre candidature est présélectionnée. Vous n’avez rien à faire : la suite vous sera écrite."),
        new("preselectionnee-avis-attendus", ApplicationStatus.Shortlisted, ApplicationTasks.Opinion, "Présélectionnée – avis en attente de {directions}", "Présélectionnée", "L’avis des directions est attendu jusqu’au {date}. La décision est prise ensuite, et vous est écrite."),
        new("preselectionnee-decision-attendue", ApplicationStatus.Shortlisted, ApplicationTasks.Decision, "Présélectionnée – décision à prendre", "Présélectionnée", "Les directions ont été consultées. La décision est attendue au plus tard le {date}, et vous est écrite."),
        new("non-preselectionnee", ApplicationStatus.NotShortlisted, null, "Non présélectionnée", "Non présélectionnée", "La lettre qui vous a été adressée en donne le motif. Vous pouvez proposer une autre idée à un prochain appel."),
        new("irrecevable", ApplicationStatus.Inadmissible, null, "Irrecevable", "Irrecevable", "La lettre qui vous a été adressée en donne le motif. Vous pouvez proposer une autre idée à un prochain appel."),
        new("reorientee", ApplicationStatus.Redirected, null, "Réorientée vers un produit", "Réorientée vers un produit", "Un produit existant répond à votre idée : l’équipe de la Fabrique vous a écrit comment le rejoindre."),
        new("retenue", ApplicationStatus.Retained, null, "Retenue", "Retenue", "Votre idée devient un produit : l’équipe de la Fabrique vous écrit pour la suite."),
        new("non-retenue", ApplicationStatus.NotRetained, null, "Non retenue", "Non retenue", "La lettre qui vous a été adressée en donne le motif. Vous pouvez proposer une autre idée à un prochain appel."),
        new("retiree", ApplicationStatus.Withdrawn, null, "Retirée", "Retirée", "Vous avez retiré cette candidature. Elle n’est plus examinée."),
    ];

    /// <summary>The texts of all lines.</summary>
    public static IReadOnlyList<Wording> Wordings { get; } = [.. Table.SelectMany(line => line.Texts)];

    public Wording InternalText => Text("interne", "pour l’équipe", Internal);

    public Wording PublicText => Text("public", "pour la personne qui candidate", Public);

    public Wording NextText => Text("suite", "ce qui vient ensuite, pour la personne qui candidate", Next) with { Length = 400, IsLong = true, MayBeEmpty = true };

    public IEnumerable<Wording> Texts => [InternalText, PublicText, NextText];

    /// <summary>The line of a status, given what is awaited: what is asked of people first, in the order of the table.</summary>
    public static StatusWording Of(ApplicationStatus status, IReadOnlyCollection<Awaited> awaited) =>
        Table.FirstOrDefault(line => line.Status == status && line.AwaitedKind is { } kind && awaited.Any(one => one.Kind == kind))
        ?? Table.First(line => line.Status == status && line.AwaitedKind is null);

    /// <summary>Says it to somebody.</summary>
    /// <param name="status">The status.</param>
    /// <param name="awaited">What it waits for.</param>
    /// <param name="isInternal">Whether the team reads it.</param>
    /// <param name="written">What administrators wrote, by key.</param>
    /// <param name="today">In Paris.</param>
    public static ToldStatus Tell(ApplicationStatus status, IReadOnlyCollection<Awaited> awaited, bool isInternal, IReadOnlyDictionary<string, string> written, DateOnly today)
    {
        var line = Of(status, awaited);
        var asked = awaited.FirstOrDefault(one => one.Kind == line.AwaitedKind);
        if (isInternal)
        {
            return new ToldStatus(Fill(line.InternalText.InForce(written), asked), "");
        }

        var next = Fill(line.NextText.InForce(written), asked);
        return new ToldStatus(Fill(line.PublicText.InForce(written), asked), next.Length > 0 && asked?.Until < today ? $"{next} Ce délai est dépassé." : next);
    }

    private static string Fill(string text, Awaited? asked) => asked is null
        ? text
        : text.Replace(Directions, asked.Count == 1 ? "une direction" : $"{asked.Count} directions", StringComparison.Ordinal).Replace(Date, FrenchDate.Day(asked.Until), StringComparison.Ordinal);

    private Wording Text(string part, string forWhom, string text) => new($"{Prefix}{Code}.{part}", $"État « {Internal.Replace(Directions, "N directions", StringComparison.Ordinal)} »", char.ToUpperInvariant(forWhom[0]) + forWhom[1..], text)
    {
        Blanks = AwaitedKind switch { null => [], ApplicationTasks.Opinion => [Directions, Date], _ => [Date] },
    };
}
