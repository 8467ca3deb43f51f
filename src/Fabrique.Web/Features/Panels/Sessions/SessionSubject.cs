using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Sessions;

/// <summary>« Séance d’audition », as calendars and timelines know it.</summary>
public sealed class SessionSubject(PanelSubject panels) : SubjectType
{
    public const string SubjectCode = "HearingSession";

    public override string Code => SubjectCode;

    public override string Label => "Séance de jury";

    public override async Task<IReadOnlyDictionary<Guid, SubjectName>> NameAsync(FabriqueDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        await db.HearingSessions.Where(session => ids.Contains(session.Id)).Select(session => new { session.Id, session.PanelId, session.StartsAt })
            .ToDictionaryAsync(session => session.Id, session => new SubjectName(SessionLabels.NameAt(session.StartsAt), PanelLinks.Session(session.PanelId, session.Id)), cancellationToken);

    public override IQueryable<Guid> Readable(FabriqueDbContext db, Actor actor)
    {
        var readable = panels.Readable(db, actor);
        return db.HearingSessions.Where(session => readable.Contains(session.PanelId)).Select(session => session.Id);
    }

    /// <summary>Its appointment follows the session, and is changed with it alone.</summary>
    public override Task<Refusal?> MayPlanAsync(FabriqueDbContext db, Actor actor, Guid id, CancellationToken cancellationToken) => Task.FromResult<Refusal?>(NotPlanned);

    public override async Task<MessageFacts> ReadFactsAsync(FabriqueDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var session = await db.HearingSessions.AsNoTracking().SingleOrDefaultAsync(session => session.Id == id, cancellationToken);
        return session is null
            ? MessageFacts.None
            : MessageFacts.Of(new SessionFacts(session.PanelId, session.Id, await db.Panels.Where(panel => panel.Id == session.PanelId).Select(panel => panel.Name).SingleAsync(cancellationToken), session.CancellationReason ?? ""));
    }
}

/// <summary>What messages may tell of a session to those who sit in it.</summary>
/// <param name="PanelId">Its jury.</param>
/// <param name="Id">Of the session.</param>
/// <param name="Panel">Name of the jury.</param>
/// <param name="Reason">Why it is not held; empty when it is.</param>
public sealed record SessionFacts(Guid PanelId, Guid Id, string Panel, string Reason)
{
    public static IReadOnlyList<MergeTag> Tags { get; } =
    [
        MergeTag.Of<SessionFacts>("seance.jury", "Nom du jury", "Jury de l’appel «\u00a0Automne 2026\u00a0»", facts => facts.Panel),
        MergeTag.Of<SessionFacts>("seance.motif", "Pourquoi la séance n’a pas lieu (vide quand elle a lieu)", "La salle n’est plus disponible.", facts => facts.Reason),
        MergeTag.Link<SessionFacts>("seance.lien", "Adresse de la page de la séance", "https://fabrique.exemple.gouv.fr/jurys/0193a1b2-0000-7000-8000-000000000044/seances/0193a1b2-0000-7000-8000-000000000045", facts => PanelLinks.Session(facts.PanelId, facts.Id)),
        MergeTag.Link<SessionFacts>("seance.ordre", "Adresse de l’ordre du jour, en PDF", "https://fabrique.exemple.gouv.fr/jurys/0193a1b2-0000-7000-8000-000000000044/seances/0193a1b2-0000-7000-8000-000000000045/ordre-du-jour.pdf", facts => PanelLinks.Agenda(facts.PanelId, facts.Id)),
    ];
}

/// <summary>What messages may tell of a hearing to those who have the idea.</summary>
/// <param name="When">As people read it.</param>
/// <param name="Pitch">How long they present: « 3 minutes ».</param>
/// <param name="Questions">How long they are asked questions; empty when they are not.</param>
/// <param name="Place">Empty when there is none.</param>
/// <param name="Link">Empty when there is none.</param>
/// <param name="Reason">Why it does not take place; empty when it does, or when nothing is said.</param>
public sealed record HearingFacts(string When, string Pitch, string Questions, string Place, string Link, string Reason)
{
    public static IReadOnlyList<MergeTag> Tags { get; } =
    [
        MergeTag.Of<HearingFacts>("audition.quand", "Jour et heures de l’audition, à Paris", "mardi 3 mars 2026, de 10\u00a0h\u00a008 à 10\u00a0h\u00a016 (heure de Paris)", facts => facts.When),
        MergeTag.Of<HearingFacts>("audition.presentation", "Durée de la présentation", "3\u00a0minutes", facts => facts.Pitch),
        MergeTag.Of<HearingFacts>("audition.questions", "Durée des questions (vide s’il n’y en a pas)", "5\u00a0minutes", facts => facts.Questions),
        MergeTag.Of<HearingFacts>("audition.lieu", "Lieu de l’audition (vide s’il n’y en a pas)", "Salle Rachel Carson, tour Séquoia", facts => facts.Place),
        MergeTag.Of<HearingFacts>("audition.visio", "Adresse de la visioconférence (vide s’il n’y en a pas)", "https://visio.exemple.gouv.fr/jury", facts => facts.Link),
        MergeTag.Of<HearingFacts>("audition.motif", "Pourquoi l’audition n’a pas lieu (vide si ce n’est pas dit)", "La salle n’est plus disponible.", facts => facts.Reason),
    ];
}
