using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Admissibility;

/// <summary>A letter as its recipient will read it.</summary>
/// <param name="To">Name of the recipient.</param>
/// <param name="Subject">Of the mail.</param>
/// <param name="Text">Of the mail.</param>
public sealed record Letter(string To, string Subject, string Text);

/// <summary>Fills a letter before anything is recorded.</summary>
public sealed class LetterPreview(FabriqueDbContext db, SubjectTypes subjects, SubjectMessages writer, MessagesInForce messages, MessageRenderer renderer)
{
    /// <param name="message">Key of the message.</param>
    /// <param name="application">What it is about.</param>
    /// <param name="task">The task whose answer leads to it.</param>
    /// <param name="reason">What it gives as the reason.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    public async Task<Letter> ReadAsync(string message, Application application, WorkItem task, string reason, CancellationToken cancellationToken)
    {
        var subject = new Subject(ApplicationSubject.SubjectCode, application.Id);
        var recipient = await db.StaffMembers.SingleAsync(person => person.Id == application.ApplicantId, cancellationToken);
        var facts = (await subjects.Find(subject.Kind)!.ReadFactsAsync(db, application.Id, cancellationToken)).With(new DecisionFacts(reason));
        var inForce = await messages.FindAsync(message, await writer.FindProcedureAsync(task, cancellationToken), cancellationToken, step: null, subject);
        var rendered = renderer.Render(inForce.Template, recipient, facts);
        return new Letter(recipient.FullName, rendered.Subject, rendered.Text);
    }
}
