using Fabrique.Data;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Letters;

/// <summary>What a jury decided of an application, once it was told: nothing is read of it before.</summary>
public sealed record JuryResult
{
    public required Guid BatchId { get; init; }

    public required Guid PanelId { get; init; }

    /// <summary>Name of the jury.</summary>
    public required string Panel { get; init; }

    /// <summary>As it is now: see <see cref="BatchedDecision.Outcome"/>.</summary>
    public required DecisionOutcome Outcome { get; init; }

    /// <summary>Its rank on the waiting list when it was decided; null when it was not there.</summary>
    public required int? Rank { get; init; }

    /// <summary>Perhaps empty when it was retained.</summary>
    public required string Reason { get; init; }

    /// <summary>Day in Paris of the first committee; null unless it is retained, and the jury fixed one.</summary>
    public required DateOnly? FirstCommitteeOn { get; init; }

    /// <summary>Who recorded what the jury decided.</summary>
    public required Guid RecordedById { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime ToldAt { get; init; }

    /// <summary>Working days after it: see <see cref="RightOfReply"/>.</summary>
    public required int ReplyDays { get; init; }

    public required DateTime? PromotedAt { get; init; }

    public required DateOnly? AnswerBy { get; init; }

    public required DateTime? AcceptedAt { get; init; }

    public required DateTime? WithdrawnAt { get; init; }

    /// <summary>What those who bring it answered; null when they did not.</summary>
    public required string? Reply { get; init; }

    /// <summary>UTC; null as long as no talk was asked for.</summary>
    public required DateTime? TalkAskedAt { get; init; }

    /// <summary>Key of the product that it is redirected to; null when it is not, or to something else.</summary>
    public required Guid? ProductId { get; init; }

    /// <summary>Its name; null with <see cref="ProductId"/>.</summary>
    public required string? Product { get; init; }

    public DateOnly LastDayToReply => RightOfReply.LastDay(ToldAt, ReplyDays);

    /// <summary>Whether a place is held out, to be taken or not.</summary>
    public bool IsOffered => PromotedAt is not null && AcceptedAt is null && WithdrawnAt is null;

    /// <summary>That of an application; null as long as nothing was told.</summary>
    public static Task<JuryResult?> FindAsync(FabriqueDbContext db, Guid applicationId, CancellationToken cancellationToken) => (
        from one in db.Set<BatchedDecision>()
        where one.ItemId == applicationId && one.ItemKind == ApplicationSubject.SubjectCode && one.ToldAt != null
        join batch in db.DecisionBatches on one.BatchId equals batch.Id
        where batch.Status == DecisionBatchStatus.Released
        join decision in db.Set<Decision>() on new { batch.DeliberationId, one.ItemKind, one.ItemId } equals new { decision.DeliberationId, decision.ItemKind, decision.ItemId }
        join deliberation in db.Deliberations on batch.DeliberationId equals deliberation.Id
        join panel in db.Panels on deliberation.PanelId equals panel.Id
        orderby batch.ReleasedAt descending
        select new JuryResult
        {
            BatchId = batch.Id,
            PanelId = panel.Id,
            Panel = panel.Name,
            Outcome = one.Outcome,
            Rank = one.WaitingRank,
            Reason = decision.Reason,
            FirstCommitteeOn = one.Outcome == DecisionOutcome.Retained ? deliberation.FirstCommitteeOn : null,
            RecordedById = decision.RecordedById,
            ToldAt = one.ToldAt!.Value,
            ReplyDays = batch.ReplyDays,
            PromotedAt = one.PromotedAt,
            AnswerBy = one.AnswerBy,
            AcceptedAt = one.AcceptedAt,
            WithdrawnAt = one.WithdrawnAt,
            Reply = one.Reply,
            TalkAskedAt = one.TalkAskedAt,
            ProductId = decision.RedirectedToKind == "Product" ? decision.RedirectedToId : null,
            Product = db.Products.Where(product => product.Id == decision.RedirectedToId).Select(product => product.Name).FirstOrDefault(),
        }).FirstOrDefaultAsync(cancellationToken);
}

/// <summary>What letters tell of what a jury decided.</summary>
/// <param name="Reference">Of the application.</param>
/// <param name="Panel">Name of the jury.</param>
/// <param name="Reason">Its reason; perhaps empty.</param>
/// <param name="Rank">On the waiting list; null when it is not there.</param>
/// <param name="LastDayToReply">Of the right of reply; null when there is none.</param>
/// <param name="AnswerBy">The last day on which a place is to be taken; null when none is held out.</param>
/// <param name="PanelId">Key of the jury.</param>
/// <param name="Product">Name of the product that it is redirected to; empty when it is not.</param>
/// <param name="FirstCommitteeOn">Day in Paris of the first committee; null when none is fixed, or when it is not retained.</param>
public sealed record ResultFacts(string Reference, string Panel, string Reason, int? Rank, DateOnly? LastDayToReply, DateOnly? AnswerBy, Guid PanelId, string Product = "", DateOnly? FirstCommitteeOn = null)
{
    /// <summary>The parts of pages on which applicants read it, beneath their application’s.</summary>
    public const string Path = "/jury";

    public static IReadOnlyList<MergeTag> Tags { get; } =
    [
        MergeTag.Of<ResultFacts>("resultat.jury", "Nom du jury qui a décidé", "Jury de « Automne 2026 »", result => result.Panel),
        MergeTag.Of<ResultFacts>("resultat.motif", "Motif de la décision du jury (parfois vide)", "Le besoin est clair, les premiers usagers sont à trouver.", result => result.Reason),
        MergeTag.Of<ResultFacts>("resultat.rang", "Rang sur la liste d’attente (vide sinon)", "2", result => result.Rank?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? ""),
        MergeTag.Of<ResultFacts>("resultat.reponse", "Dernier jour pour répondre à la décision (vide sans droit de réponse)", "15 décembre 2026", result => result.LastDayToReply is { } day ? FrenchDate.Day(day) : ""),
        MergeTag.Of<ResultFacts>("resultat.place", "Dernier jour pour prendre la place proposée (vide quand aucune ne l’est)", "8 décembre 2026", result => result.AnswerBy is { } day ? FrenchDate.Day(day) : ""),
        MergeTag.Of<ResultFacts>("resultat.comite", "Jour du premier comité d’une candidature retenue (vide quand le jury n’en a pas fixé)", "12 janvier 2027", result => result.FirstCommitteeOn is { } day ? FrenchDate.Day(day) : ""),
        MergeTag.Of<ResultFacts>("resultat.produit", "Produit vers lequel la candidature est réorientée (vide sinon)", "Canopée", result => result.Product),
        MergeTag.Link<ResultFacts>("resultat.lien", "Adresse de la page où lire les motifs, les notes moyennes, et répondre", "https://fabrique.exemple.gouv.fr/candidatures/C-2026-0042/jury", result => ApplicationLinks.Show(Uri.EscapeDataString(result.Reference)) + Path),
        MergeTag.Link<ResultFacts>("resultat.echange", "Adresse de la page où demander un échange", "https://fabrique.exemple.gouv.fr/candidatures/C-2026-0042/jury/echange", result => ApplicationLinks.Show(Uri.EscapeDataString(result.Reference)) + Path + "/echange"),
        MergeTag.Link<ResultFacts>("resultat.annonce", "Adresse de la page où l’équipe suit les décisions du jury", "https://fabrique.exemple.gouv.fr/jurys/0193a1b2-0000-7000-8000-000000000042/decisions", result => $"/jurys/{result.PanelId:D}/decisions"),
    ];

    public static ResultFacts Of(string reference, JuryResult result) => new(
        reference, result.Panel, result.Reason, result.Outcome is DecisionOutcome.WaitingList ? result.Rank : null, result.ReplyDays > 0 ? result.LastDayToReply : null, result.IsOffered ? result.AnswerBy : null, result.PanelId, result.Product ?? "", result.FirstCommitteeOn);
}
