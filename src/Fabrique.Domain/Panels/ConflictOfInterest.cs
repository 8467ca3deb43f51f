namespace Fabrique.Domain.Panels;

/// <summary>« Conflit d’intérêts ».</summary>
public enum ConflictKind
{
    /// <summary>It is their own.</summary>
    Applicant,
    CoApplicant,
    Hierarchical,
    SameUnit,
    Sponsor,

    /// <summary>They gave an opinion on it as a manager.</summary>
    EarlierOpinion,
    Personal,
    Professional,
    Institutional,
    Other,
}

/// <summary>What is known of somebody who would judge.</summary>
/// <param name="PersonId">Who.</param>
/// <param name="UnitId">Their unit; null when it is not known.</param>
/// <param name="Managers">Those above them, up to the top.</param>
public sealed record ReviewerFacts(Guid PersonId, Guid? UnitId, IReadOnlyCollection<Guid> Managers);

/// <summary>What is known of an item, and of whoever brings it.</summary>
/// <param name="ApplicantId">Who brings it.</param>
/// <param name="UnitId">Their unit; null when it is not known.</param>
/// <param name="Managers">Those above them, up to the top.</param>
/// <param name="CoApplicants">Who brings it with them.</param>
/// <param name="Sponsors">The directors who carry it.</param>
/// <param name="ManagersHeard">Those who gave an opinion on it as managers.</param>
public sealed record ItemFacts(Guid ApplicantId, Guid? UnitId, IReadOnlyCollection<Guid> Managers, IReadOnlyCollection<Guid> CoApplicants, IReadOnlyCollection<Guid> Sponsors, IReadOnlyCollection<Guid> ManagersHeard);

/// <summary>A reason to ask somebody whether they are in conflict. It decides nothing.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Code">Stable: « conflict-same-unit ».</param>
/// <param name="Sentence">French, for those who conduct the panel.</param>
public sealed record ConflictHint(ConflictKind Kind, string Code, string Sentence);

public static class ConflictOfInterest
{
    /// <summary>What the facts hint at, the gravest first; none when they hint at nothing.</summary>
    public static IReadOnlyList<ConflictHint> Hint(ReviewerFacts reviewer, ItemFacts item)
    {
        var hints = new List<ConflictHint>();
        AddIf(reviewer.PersonId == item.ApplicantId, ConflictKind.Applicant, "conflict-applicant", "Cette personne porte elle-même la proposition.");
        AddIf(item.CoApplicants.Contains(reviewer.PersonId), ConflictKind.CoApplicant, "conflict-co-applicant", "Cette personne porte la proposition avec d’autres.");
        AddIf(item.Sponsors.Contains(reviewer.PersonId), ConflictKind.Sponsor, "conflict-sponsor", "Cette personne parraine la proposition.");
        AddIf(item.Managers.Contains(reviewer.PersonId), ConflictKind.Hierarchical, "conflict-hierarchical", "Cette personne est dans la ligne hiérarchique de qui porte la proposition.");
        AddIf(reviewer.Managers.Contains(item.ApplicantId), ConflictKind.Hierarchical, "conflict-hierarchical", "Cette personne est sous l’autorité de qui porte la proposition.");
        AddIf(item.ManagersHeard.Contains(reviewer.PersonId), ConflictKind.EarlierOpinion, "conflict-earlier-opinion", "Cette personne a déjà donné son avis sur la proposition, en tant que responsable hiérarchique.");
        AddIf(reviewer.UnitId is { } unit && unit == item.UnitId, ConflictKind.SameUnit, "conflict-same-unit", "Cette personne est du même service que qui porte la proposition.");
        return hints;

        void AddIf(bool isHinted, ConflictKind kind, string code, string sentence)
        {
            if (isHinted)
            {
                hints.Add(new ConflictHint(kind, code, sentence));
            }
        }
    }
}
