using Fabrique.Domain.Applications;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Subjects;

namespace Fabrique.Web.Features.Applications;

/// <summary>What messages may tell of a « demande de compléments ».</summary>
/// <param name="Reference">Of the application.</param>
/// <param name="Message">What the team writes; perhaps empty.</param>
/// <param name="Points">Each question and what is wrong with its answer.</param>
/// <param name="Until">The instant until which they are awaited, as people read it; empty as long as nothing is sent.</param>
/// <param name="Round">1 the first time.</param>
/// <param name="GrantReason">Why more time was given; empty when none was.</param>
public sealed record CorrectionFacts(string Reference, string Message, string Points, string Until, int Round, string GrantReason)
{
    public static IReadOnlyList<MergeTag> Tags { get; } =
    [
        MergeTag.Of<CorrectionFacts>("complements.message", "Message de l’équipe avec la demande de compléments (vide s’il n’y en a pas)", "Votre idée nous intéresse : il manque deux précisions.", asked => asked.Message),
        MergeTag.Of<CorrectionFacts>("complements.points", "Les questions à reprendre, chacune avec ce qui manque", "Le problème : combien de communes sont concernées ?", asked => asked.Points),
        MergeTag.Of<CorrectionFacts>("complements.limite", "Jour et heure jusqu’auxquels les compléments sont attendus", "15 décembre 2026 à 23 h 59", asked => asked.Until),
        MergeTag.Of<CorrectionFacts>("complements.tour", "Combien de fois des compléments ont été demandés", "1", asked => $"{asked.Round}"),
        MergeTag.Of<CorrectionFacts>("complements.delai", "Pourquoi un délai plus long est accordé (vide s’il ne l’est pas)", "Congés de fin d’année.", asked => asked.GrantReason),
        MergeTag.Link<CorrectionFacts>("complements.lien", "Adresse de la page où l’on répond aux compléments", "https://fabrique.exemple.gouv.fr/candidatures/C-2026-0042/complements", asked => ApplicationLinks.Corrections(Uri.EscapeDataString(asked.Reference))),
    ];

    /// <returns>Null when none was asked for.</returns>
    public static CorrectionFacts? Of(Application application) => application.Correction is not { } asked ? null : new CorrectionFacts(
        application.Reference,
        asked.Message,
        string.Join("\n", asked.Remarks.Select(remark => $"{application.Form.Find(remark.Key)?.Label ?? remark.Key} : {remark.Sentence}")),
        asked.DueAt is { } dueAt ? FrenchDate.Instant(dueAt) : "",
        asked.Round,
        asked.GrantReason ?? "");
}
