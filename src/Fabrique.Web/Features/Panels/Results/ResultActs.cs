using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Results;

/// <summary>What those who bring an application do with the decision on it takes.</summary>
public sealed class ResultDesk(FabriqueDbContext db, Actor actor, JuryPlaces places, SubjectMessages messages, TimeProvider clock)
{
    public Guid ActorId => actor.Id;

    public DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>The application, and the decisions told with that on it, to be changed; a refusal when the signed-in person may not act, or nothing was told.</summary>
    internal async Task<Outcome<Place>> FindAsync(Guid applicationId, CancellationToken cancellationToken)
    {
        var application = await db.Applications.Include(application => application.CoApplicants).AsSingleQuery().SingleAsync(application => application.Id == applicationId, cancellationToken);
        if (!application.Lets(actor.Id, CoApplicantRight.Write))
        {
            return new Refusal("result-not-yours", "Seules les personnes qui portent cette candidature, et peuvent l’écrire, font cela.");
        }

        return await places.FindAsync(applicationId, cancellationToken) is { } batch
            ? new Place(application, batch)
            : new Refusal("batch-not-released", "Cette décision n’est pas encore publiée.");
    }

    internal void Tell(Application application, string sentence)
    {
        var now = clock.GetUtcNow();
        db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(now), new Subject(ApplicationSubject.SubjectCode, application.Id), now.UtcDateTime, actor.Id, sentence));
    }

    internal Task WriteToTeamAsync(string message, Application application, CancellationToken cancellationToken) =>
        messages.WriteAsync(message, new Subject(ApplicationSubject.SubjectCode, application.Id), SubjectMessages.Team, procedure: null, step: null, cancellationToken);

    internal sealed record Place(Application Application, DecisionBatch Batch)
    {
        public Subject Item => new(ApplicationSubject.SubjectCode, Application.Id);
    }
}

/// <summary>Those who bring an application answer the decision on it, by their right of reply.</summary>
/// <param name="ApplicationId">Which.</param>
/// <param name="Text">What they say.</param>
public sealed record ReplyToDecision(Guid ApplicationId, string Text);

public sealed class ReplyToDecisionHandler(UseCaseRunner runner, ResultDesk desk) : Handler<ReplyToDecision>(runner)
{
    public const string Message = "candidature/reponse-a-la-decision";

    protected override async Task<Outcome> ActAsync(ReplyToDecision input, CancellationToken cancellationToken)
    {
        var found = await desk.FindAsync(input.ApplicationId, cancellationToken);
        if (!found.IsDone)
        {
            return found.Refusal;
        }

        var (application, batch) = found.Value;
        if (batch.MayReply(found.Value.Item, input.Text, desk.Now) is { } refusal)
        {
            return refusal;
        }

        batch.Reply(found.Value.Item, input.Text, desk.ActorId, desk.Now);
        desk.Tell(application, "Une réponse à la décision du jury est envoyée à l’équipe.");
        await desk.WriteToTeamAsync(Message, application, cancellationToken);
        return Outcome.Done;
    }
}

/// <summary>Those who bring an application that was not retained ask to talk about it.</summary>
/// <param name="ApplicationId">Which.</param>
/// <param name="Wish">What about, and when; perhaps empty.</param>
public sealed record AskToTalk(Guid ApplicationId, string Wish);

public sealed class AskToTalkHandler(UseCaseRunner runner, ResultDesk desk) : Handler<AskToTalk>(runner)
{
    public const string Message = "candidature/echange-demande";

    protected override async Task<Outcome> ActAsync(AskToTalk input, CancellationToken cancellationToken)
    {
        var found = await desk.FindAsync(input.ApplicationId, cancellationToken);
        if (!found.IsDone)
        {
            return found.Refusal;
        }

        var (application, batch) = found.Value;
        if (batch.MayAskToTalk(found.Value.Item) is { } refusal)
        {
            return refusal;
        }

        batch.AskToTalk(found.Value.Item, input.Wish, desk.ActorId, desk.Now);
        desk.Tell(application, "Un échange avec l’équipe est demandé, à propos de la décision.");
        await desk.WriteToTeamAsync(Message, application, cancellationToken);
        return Outcome.Done;
    }
}

/// <summary>Whoever was retained gives the place up.</summary>
/// <param name="ApplicationId">Of the application.</param>
public sealed record GiveUpPlace(Guid ApplicationId);

/// <summary>What was begun for it is the team's to end: it is told.</summary>
public sealed class GiveUpPlaceHandler(UseCaseRunner runner, ResultDesk desk, JuryPlaces places) : Handler<GiveUpPlace>(runner)
{
    public const string Message = "candidature/place-rendue";

    /// <summary>Why the place cannot be given up here; null when it can.</summary>
    internal static Refusal? WhyNot(Application application, Guid actorId, BatchedDecision? decision) =>
        actorId != application.ApplicantId ? new Refusal("not-the-applicant", "Seule la personne qui porte cette candidature peut rendre sa place.")
        : decision is not { Outcome: DecisionOutcome.Retained, WithdrawnAt: null } || application.Status is not ApplicationStatus.Retained ? new Refusal("place-not-held", "Cette candidature n’occupe pas de place, ou n’en occupe plus.")
        : null;

    protected override async Task<Outcome> ActAsync(GiveUpPlace input, CancellationToken cancellationToken)
    {
        var found = await desk.FindAsync(input.ApplicationId, cancellationToken);
        if (!found.IsDone)
        {
            return found.Refusal;
        }

        var (application, batch) = found.Value;
        if (WhyNot(application, desk.ActorId, batch.Find(found.Value.Item)) is { } refusal)
        {
            return refusal;
        }

        await places.GiveUpAsync(batch, application, cancellationToken);
        desk.Tell(application, "La place est rendue.");
        await desk.WriteToTeamAsync(Message, application, cancellationToken);
        return Outcome.Done;
    }
}
