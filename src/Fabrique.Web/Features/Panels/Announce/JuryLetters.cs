using Fabrique.Data;
using Fabrique.Data.Workflows;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Letters;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Features.Panels.Await;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Timelines;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Announce;

/// <summary>The letters of a jury, as they would be sent at the end of the embargo.</summary>
public sealed class JuryLetters(FabriqueDbContext db, DrawnLetters procedures, DecisionLetters letters, SubjectTypes subjects)
{
    private const string Step = "Fabrique.AwaitJury";

    /// <param name="announcement">What is about to be told.</param>
    /// <param name="line">Of which application.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    /// <returns>Without any text when its procedure does not wait for a jury, or sends nothing that can be told beforehand.</returns>
    public async Task<LetterPreview> PreviewAsync(Announcement announcement, AnnouncedDecision line, CancellationToken cancellationToken)
    {
        var (about, decision) = (new Subject(ApplicationSubject.SubjectCode, line.Id), line.Decision);
        var (outcome, correlation) = (AwaitJury.OutcomeOf(decision.Outcome, isPromoted: false), about.ToCorrelationId());
        var version = await db.Set<WorkflowInstanceRow>().Where(instance => instance.CorrelationId == correlation && instance.DefinitionId == CallProcedures.Definition)
            .OrderByDescending(instance => instance.CreatedAt)
            .Select(instance => instance.DefinitionVersionId)
            .FirstOrDefaultAsync(cancellationToken);
        if (version is null || await procedures.FindStepAsync(version, Step, cancellationToken) is not { } step)
        {
            return new LetterPreview(outcome, null, null);
        }

        var drawn = (await procedures.FindAsync(version, step, ApplicationSubject.Applicant.Code, [outcome], cancellationToken)).GetValueOrDefault(outcome);
        var reason = decision.Reason.Length > 0 ? decision.Reason : AwaitJury.RetainedReason;
        var batch = announcement.Batch;
        var replyBy = batch is { ReplyDays: > 0 } ? RightOfReply.LastDay(batch.ReleaseAt, batch.ReplyDays) : (DateOnly?)null;
        var facts = (await subjects.Find(about.Kind)!.ReadFactsAsync(db, about.Id, cancellationToken)).With(
            new DecisionFacts(reason),
            await LetterFacts.ReadAsync(db, cancellationToken),
            new ResultFacts(line.Reference, announcement.Panel.Name, decision.Reason, decision.WaitingRank, replyBy, AnswerBy: null, announcement.Panel.Id, FirstCommitteeOn: decision.Outcome is DecisionOutcome.Retained ? announcement.Deliberation?.FirstCommitteeOn : null));
        var recipient = await db.StaffMembers.AsNoTracking().SingleAsync(person => person.Id == line.ApplicantId, cancellationToken);
        return await letters.RenderAsync(outcome, drawn, CallProcedures.Definition, about, recipient, facts, cancellationToken);
    }
}
