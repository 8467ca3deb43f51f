using Fabrique.Data;
using Fabrique.Domain.Wordings;
using Fabrique.Web.Features.Applications.Wordings;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Letters;

/// <summary>What a letter tells of who signs it, and of what can be done against it.</summary>
/// <param name="Signatory">Name and function; empty when the team signs.</param>
/// <param name="Capacity">« Pour le directeur et par délégation »; perhaps empty.</param>
/// <param name="Remedies">« Voies et délais de recours »; perhaps empty.</param>
public sealed record LetterFacts(string Signatory, string Capacity, string Remedies)
{
    public static IReadOnlyList<MergeTag> Tags { get; } =
    [
        MergeTag.Of<LetterFacts>("lettre.signataire", "Qui signe les lettres de décision : nom et fonction (vide quand c’est l’équipe)", "Camille Durand, responsable de la Fabrique numérique", letter => letter.Signatory),
        MergeTag.Of<LetterFacts>("lettre.qualite", "En quelle qualité (parfois vide)", "Pour le directeur et par délégation", letter => letter.Capacity),
        MergeTag.Of<LetterFacts>("lettre.recours", "Voies et délais de recours (parfois vide)", "Vous pouvez former un recours gracieux dans les deux mois.", letter => letter.Remedies),
    ];

    /// <summary>As administrators wrote it, or as the software has it.</summary>
    public static async Task<LetterFacts> ReadAsync(FabriqueDbContext db, CancellationToken cancellationToken)
    {
        var written = await db.Set<WordingOverride>().AsNoTracking()
            .Where(wording => wording.Key.StartsWith(LetterWording.Prefix))
            .ToDictionaryAsync(wording => wording.Key, wording => wording.Text, StringComparer.Ordinal, cancellationToken);
        return new LetterFacts(LetterWording.Signatory.InForce(written), LetterWording.Capacity.InForce(written), LetterWording.Remedies.InForce(written));
    }
}
