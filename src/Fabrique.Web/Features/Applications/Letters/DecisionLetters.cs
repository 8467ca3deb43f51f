using System.Security.Cryptography;
using System.Text;
using Fabrique.Data;
using Fabrique.Data.Workflows;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Timelines;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Letters;

/// <summary>What the applicant would read of a decision.</summary>
/// <param name="Outcome">The answer: « Retained ».</param>
/// <param name="Subject">Of the mail; null when the procedure sends nothing that can be told beforehand.</param>
/// <param name="Text">Its text; null with <see cref="Subject"/>.</param>
public sealed record LetterPreview(string Outcome, string? Subject, string? Text)
{
    /// <summary>Changes with a single letter of it: whoever sends it has read this one.</summary>
    public string Seal => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Outcome}\n{Subject}\n{Text}"))[..8]);
}

/// <summary>The letters of decisions: as they would be sent, and as they were.</summary>
public sealed class DecisionLetters(FabriqueDbContext db, DrawnLetters procedures, SubjectTypes subjects, MessagesInForce messages, MessageRenderer renderer, MessageCatalog catalog)
{
    /// <summary>Stands where the reason will be.</summary>
    public const string NoReason = "[Le motif que vous écrirez apparaîtra ici.]";

    /// <summary>The letter of each answer, rendered by what sends it: the message in force at its step, for this application, with a reason that is not recorded yet.</summary>
    /// <param name="item">The task by which it is decided.</param>
    /// <param name="reason">As it is typed; null as long as it is not.</param>
    /// <param name="outcomes">The answers.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    public async Task<IReadOnlyList<LetterPreview>> PreviewAsync(WorkItem item, string? reason, IReadOnlyList<string> outcomes, CancellationToken cancellationToken)
    {
        var instance = await db.Set<WorkflowInstanceRow>().AsNoTracking()
            .Where(instance => instance.Id == item.WorkflowInstanceId)
            .Select(instance => new { instance.DefinitionId, instance.DefinitionVersionId })
            .FirstOrDefaultAsync(cancellationToken);
        if (instance is null || item.ActivityId is not { } step
            || await procedures.FindAsync(instance.DefinitionVersionId, step, ApplicationSubject.Applicant.Code, outcomes, cancellationToken) is not { Count: > 0 } letterOf)
        {
            return [.. outcomes.Select(outcome => new LetterPreview(outcome, null, null))];
        }

        var about = item.Subject;
        var facts = (await subjects.Find(about.Kind)!.ReadFactsAsync(db, about.Id, cancellationToken)).With(new DecisionFacts(reason ?? NoReason), await LetterFacts.ReadAsync(db, cancellationToken));

        // Both have just been read.
        var application = (await db.Applications.FindAsync([about.Id], cancellationToken))!;
        var recipient = (await db.StaffMembers.FindAsync([application.ApplicantId], cancellationToken))!;
        var letters = new List<LetterPreview>();
        foreach (var outcome in outcomes)
        {
            letters.Add(await RenderAsync(outcome, letterOf.GetValueOrDefault(outcome), instance.DefinitionId, about, recipient, facts, cancellationToken));
        }

        return letters;
    }

    /// <summary>One letter, as it would be sent now.</summary>
    /// <param name="outcome">The answer.</param>
    /// <param name="drawn">What sends it; null when nothing does.</param>
    /// <param name="procedure">Identifier of the definition.</param>
    /// <param name="about">The application.</param>
    /// <param name="recipient">Who reads it.</param>
    /// <param name="facts">What it may tell.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    public async Task<LetterPreview> RenderAsync(string outcome, DrawnLetter? drawn, string procedure, Subject about, StaffMember recipient, MessageFacts facts, CancellationToken cancellationToken)
    {
        if (drawn is null || !catalog.Contains(drawn.Key) || await messages.FindAsync(drawn.Key, procedure, cancellationToken, drawn.Step, about) is not { IsOff: false } message)
        {
            return new LetterPreview(outcome, null, null);
        }

        var rendered = renderer.Render(message.Template, recipient, facts);
        return new LetterPreview(outcome, rendered.Subject, MailLayout.BodyOf(rendered.Text));
    }

    /// <summary>The letter by which a decision was notified, as it was written; null as long as none was.</summary>
    public Task<OutgoingMail?> FindSentAsync(Application application, CancellationToken cancellationToken) =>
        Notices(application).OrderBy(mail => mail.CreatedAt).ThenBy(mail => mail.Id).FirstOrDefaultAsync(cancellationToken);

    /// <summary>The notices of a decision, to whoever carries the application.</summary>
    public IQueryable<OutgoingMail> Notices(Application application)
    {
        string[] keys = [.. catalog.All.Where(template => template.IsMandatory && template.Key.StartsWith("candidature/", StringComparison.Ordinal)).Select(template => template.Key)];
        var (id, decidedAt) = (application.Id, application.DecidedAt ?? DateTime.MaxValue);
        return db.OutgoingMails.AsNoTracking().Where(mail => mail.SubjectKind == ApplicationSubject.SubjectCode && mail.SubjectId == id && keys.Contains(mail.Template) && mail.CreatedAt >= decidedAt);
    }
}
