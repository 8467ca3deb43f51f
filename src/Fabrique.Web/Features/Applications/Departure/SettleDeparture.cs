using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Timeline;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications.Letters;
using Fabrique.Web.Features.Applications.Share;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Departure;

/// <summary>Whoever has the idea leaves: the team hands it over to somebody who has it too, or closes it with a letter.</summary>
public sealed record SettleDeparture
{
    public required Guid ApplicationId { get; init; }

    /// <summary>Of the application, as the page showed it.</summary>
    public required int Version { get; init; }

    /// <summary>Who takes it over; null to close it.</summary>
    public Guid? CoApplicantId { get; init; }

    /// <summary>Given in the letter, and told to those who have the idea too.</summary>
    public required string Reason { get; init; }
}

/// <summary>What whoever left was asked about the idea is asked of who takes it over; when nobody does, the procedure stops.</summary>
public sealed class SettleDepartureHandler(
    UseCaseRunner runner, FabriqueDbContext db, Actor actor, ApplicationProcedure procedure, ShareMessages share, SubjectTypes subjects, MessagesInForce messages, Outbox outbox, IEnumerable<ApplicationWithdrawal> followers, TimeProvider clock)
    : Handler<SettleDeparture>(runner)
{
    public const string Message = "candidature/lettre-depart";

    protected override async Task<Outcome> ActAsync(SettleDeparture input, CancellationToken cancellationToken)
    {
        var application = await db.Applications.Include(application => application.CoApplicants).AsSingleQuery().SingleAsync(application => application.Id == input.ApplicationId, cancellationToken);
        if ((input.CoApplicantId is { } to ? application.MayPassOn(actor.Id, to) : application.MaySettleDeparture(actor.Id)) is { } refusal)
        {
            return refusal;
        }

        db.ExpectVersion(application, input.Version);
        var now = clock.GetUtcNow();
        var subject = new Subject(ApplicationSubject.SubjectCode, application.Id);
        var leaver = await db.StaffMembers.SingleAsync(person => person.Id == application.ApplicantId, cancellationToken);
        if (input.CoApplicantId is { } coApplicantId)
        {
            var nextId = application.PassOn(actor.Id, coApplicantId);
            var next = await db.StaffMembers.SingleAsync(person => person.Id == nextId, cancellationToken);
            Tell(subject, now, $"{leaver.FullName} ne porte plus la candidature : elle est confiée à {next.FullName}. Motif : {input.Reason}");
            await EntrustAsync(subject, leaver.Id, next.Id, input.Reason, now.UtcDateTime, cancellationToken);
            await share.TellAsync(application, [next.Id], new ShareFacts(actor.Name, $"vous confie cette candidature, que portait {leaver.FullName} : c’est vous qui la portez désormais"), cancellationToken, atOnce: true);
            await share.TellAsync(application, [leaver.Id, .. Others(application)], new ShareFacts(actor.Name, $"confie cette candidature, que portait {leaver.FullName}, à {next.FullName}"), cancellationToken, atOnce: true);
            return Outcome.Done;
        }

        application.CloseForDeparture(actor.Id, input.Reason);
        var told = Tell(subject, now, $"La candidature est close : {leaver.FullName} ne la porte plus.");
        await procedure.StopAsync(subject, cancellationToken);
        foreach (var follower in followers)
        {
            await follower.FollowAsync(application, cancellationToken);
        }

        if (await messages.FindAsync(Message, null, cancellationToken) is { IsOff: false, Template: var template })
        {
            Guid[] ids = [leaver.Id, .. Others(application)];
            var people = await db.StaffMembers.Where(person => ids.Contains(person.Id)).OrderBy(person => person.FullName).ToListAsync(cancellationToken);
            var facts = (await subjects.Find(ApplicationSubject.SubjectCode)!.ReadFactsAsync(db, application.Id, cancellationToken))
                .With(new DecisionFacts(input.Reason), await LetterFacts.ReadAsync(db, cancellationToken));
            foreach (var mail in await outbox.WriteAsync(template, people, facts, subject, task: null, cancellationToken))
            {
                mail.ToldBy(told.Id);
            }
        }

        return Outcome.Done;
    }

    private static IEnumerable<Guid> Others(Application application) => application.CoApplicants.Where(co => co.IsAccepted).Select(co => co.PersonId!.Value);

    private async Task EntrustAsync(Subject subject, Guid from, Guid to, string reason, DateTime now, CancellationToken cancellationToken)
    {
        var asked = await db.WorkItems
            .Where(item => item.SubjectKind == subject.Kind && item.SubjectId == subject.Id && item.Status == WorkItemStatus.Open && item.AssigneeId == from)
            .ToListAsync(cancellationToken);
        foreach (var item in asked)
        {
            item.Entrust(Assignee.Person(to), actor.Id, Texts.Clip(reason, WorkItem.WordLength), now);
        }
    }

    private TimelineEntry Tell(Subject subject, DateTimeOffset now, string sentence)
    {
        var entry = TimelineEntry.Write(Guid.CreateVersion7(now), subject, now.UtcDateTime, actor.Id, Texts.Clip(sentence, TimelineEntry.SentenceLength));
        db.TimelineEntries.Add(entry);
        return entry;
    }
}
