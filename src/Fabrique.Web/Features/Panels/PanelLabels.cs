using System.Globalization;
using Fabrique.Domain.Panels;
using Fabrique.Dsfr;

namespace Fabrique.Web.Features.Panels;

/// <summary>What people read for the values of panels, all French.</summary>
public static class PanelLabels
{
    /// <summary>As the forms post a quorum that is a number of members.</summary>
    public const string ByNumber = "nombre";

    /// <summary>As the forms post none.</summary>
    public const string WithoutQuorum = "aucun";

    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    private static readonly (int Count, int OutOf, string Label)[] Shares =
    [
        (1, 3, "Le tiers des membres qui votent"),
        (1, 2, "La moitié des membres qui votent"),
        (2, 3, "Les deux tiers des membres qui votent"),
        (3, 4, "Les trois quarts des membres qui votent"),
        (1, 1, "Tous les membres qui votent"),
    ];

    public static IReadOnlyList<DsfrOption> Quorums { get; } =
    [
        new(WithoutQuorum, "Aucun quorum"),
        .. Shares.Select(share => new DsfrOption(Write(share.Count, share.OutOf), share.Label)),
        new(ByNumber, "Un nombre de membres qui votent"),
    ];

    public static IReadOnlyList<DsfrOption> Capacities { get; } = [.. Enum.GetValues<Capacity>().Select(capacity => new DsfrOption(capacity.ToString(), Of(capacity), HintOf(capacity)))];

    public static IReadOnlyList<DsfrOption> Majorities { get; } = [.. Enum.GetValues<Majority>().Select(majority => new DsfrOption(majority.ToString(), Of(majority)))];

    /// <summary>What somebody may say of themselves, or be told: one’s own case and an earlier opinion are known without asking.</summary>
    public static IReadOnlyList<DsfrOption> Conflicts { get; } =
    [
        .. new[] { ConflictKind.Hierarchical, ConflictKind.SameUnit, ConflictKind.Sponsor, ConflictKind.Personal, ConflictKind.Professional, ConflictKind.Institutional, ConflictKind.EarlierOpinion, ConflictKind.Other }
            .Select(conflict => new DsfrOption(conflict.ToString(), Of(conflict))),
    ];

    public static IReadOnlyList<DsfrOption> Outcomes { get; } = [.. Enum.GetValues<DecisionOutcome>().Select(outcome => new DsfrOption(outcome.ToString(), Of(outcome)))];

    public static IReadOnlyList<DsfrOption> VoteModes { get; } =
    [
        new(nameof(VoteMode.Named), Of(VoteMode.Named), "Chaque vote est su de tous une fois le vote clos, et inscrit avec le nom."),
        new(nameof(VoteMode.Secret), Of(VoteMode.Secret), "Personne ne sait ce que chacun a voté. Le détail n’est pas donné quand il dévoilerait un vote."),
    ];

    public static IReadOnlyList<DsfrOption> Choices { get; } = [.. Enum.GetValues<VoteChoice>().Select(choice => new DsfrOption(choice.ToString(), Of(choice)))];

    /// <summary>Those of whoever decides a tie.</summary>
    public static IReadOnlyList<DsfrOption> CastingChoices { get; } = [.. new[] { VoteChoice.For, VoteChoice.Against }.Select(choice => new DsfrOption(choice.ToString(), Of(choice)))];

    public static string Of(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Retained => "Retenue",
        DecisionOutcome.WaitingList => "Sur liste d’attente",
        DecisionOutcome.NotRetained => "Non retenue",
        DecisionOutcome.Redirected => "Réorientée",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    public static string Of(VoteMode mode) => mode switch
    {
        VoteMode.Named => "Vote nominatif",
        VoteMode.Secret => "Vote à bulletins secrets",
        _ => throw new ArgumentOutOfRangeException(nameof(mode)),
    };

    public static string Of(VoteChoice choice) => choice switch
    {
        VoteChoice.For => "Pour",
        VoteChoice.Against => "Contre",
        VoteChoice.Abstain => "Abstention",
        _ => throw new ArgumentOutOfRangeException(nameof(choice)),
    };

    public static string Of(MinutesSigner signer) => signer switch
    {
        MinutesSigner.Chair => "Présidence",
        MinutesSigner.Clerk => "Secrétariat",
        _ => throw new ArgumentOutOfRangeException(nameof(signer)),
    };

    /// <summary>In euros: « 12 000 € ».</summary>
    public static string Euros(decimal amount) => $"{amount.ToString("#,0.##", French)} €";

    public static string Of(Capacity capacity) => capacity switch
    {
        Capacity.Voting => "Voix délibérative",
        Capacity.Advisory => "Voix consultative",
        Capacity.Observer => "Observation",
        _ => throw new ArgumentOutOfRangeException(nameof(capacity)),
    };

    public static string Of(Majority majority) => majority switch
    {
        Majority.Simple => "Majorité simple : plus de voix pour que contre",
        Majority.Absolute => "Majorité absolue : plus de la moitié des membres présents qui votent",
        Majority.TwoThirds => "Deux tiers au moins des voix pour et contre",
        _ => throw new ArgumentOutOfRangeException(nameof(majority)),
    };

    public static string Of(ConflictKind conflict) => conflict switch
    {
        ConflictKind.Applicant => "Sa propre candidature",
        ConflictKind.CoApplicant => "Candidature portée avec d’autres",
        ConflictKind.Hierarchical => "Lien hiérarchique",
        ConflictKind.SameUnit => "Même service",
        ConflictKind.Sponsor => "Parrainage de la candidature",
        ConflictKind.EarlierOpinion => "Avis déjà donné en tant que responsable",
        ConflictKind.Personal => "Lien familial ou personnel",
        ConflictKind.Professional => "Lien professionnel",
        ConflictKind.Institutional => "Lien entre organismes",
        ConflictKind.Other => "Autre raison",
        _ => throw new ArgumentOutOfRangeException(nameof(conflict)),
    };

    public static string BadgeOf(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Retained => "success",
        DecisionOutcome.WaitingList => "info",
        _ => "",
    };

    public static string Of(RecusalOrigin origin) => origin switch
    {
        RecusalOrigin.Declared => "Déclaré",
        RecusalOrigin.Imposed => "Imposé",
        RecusalOrigin.Inferred => "De droit",
        _ => throw new ArgumentOutOfRangeException(nameof(origin)),
    };

    /// <summary>« La moitié des membres qui votent, suppléants compris, avec la présidence ».</summary>
    public static string Of(QuorumRule quorum)
    {
        if (quorum.Count == 0)
        {
            return quorum.RequiresChair ? "Aucun quorum, mais quelqu’un doit être là pour présider" : "Aucun quorum";
        }

        var members = quorum.OutOf is { } whole
            ? Array.Find(Shares, share => share.Count == quorum.Count && share.OutOf == whole).Label ?? $"{quorum.Count} membres sur {whole}"
            : quorum.Count == 1 ? "Un membre qui vote" : $"{quorum.Count} membres qui votent";
        return $"{members}, suppléants {(quorum.CountsSubstitutes ? "compris" : "non compris")}{(quorum.RequiresChair ? ", avec quelqu’un pour présider" : "")}";
    }

    /// <summary>As the forms post it: one of <see cref="Quorums"/>.</summary>
    public static string Write(QuorumRule quorum) => quorum.Count == 0 ? WithoutQuorum : quorum.OutOf is { } whole ? Write(quorum.Count, whole) : ByNumber;

    /// <summary>The rule of what the forms post; null when it is none of <see cref="Quorums"/>.</summary>
    /// <param name="posted">One of <see cref="Quorums"/>.</param>
    /// <param name="number">How many members, when it is a number.</param>
    /// <param name="countsSubstitutes">See <see cref="QuorumRule"/>.</param>
    /// <param name="requiresChair">See <see cref="QuorumRule"/>.</param>
    public static QuorumRule? Read(string? posted, int? number, bool countsSubstitutes, bool requiresChair) => posted switch
    {
        WithoutQuorum => QuorumRule.None with { RequiresChair = requiresChair },
        ByNumber => new QuorumRule(number ?? 0, OutOf: null, countsSubstitutes, requiresChair),
        _ => Array.Find(Shares, share => Write(share.Count, share.OutOf) == posted) is { Count: > 0 } share ? new QuorumRule(share.Count, share.OutOf, countsSubstitutes, requiresChair) : null,
    };

    private static string Write(int count, int outOf) => $"{count}/{outOf}";

    private static string HintOf(Capacity capacity) => capacity switch
    {
        Capacity.Voting => "Évalue, prend la parole et vote.",
        Capacity.Advisory => "Évalue et prend la parole, sans voter.",
        _ => "Assiste aux séances.",
    };
}
