using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Messages.EditMessage;

/// <summary>An administrator sends a text to themselves, as it would be received.</summary>
public sealed record SendTrial
{
    /// <summary>Of the mail: the same act done again writes no other.</summary>
    public required Guid MailId { get; init; }

    public required string Key { get; init; }

    public required MessageText Text { get; init; }

    /// <summary>The case that it tells, as correlation ids write it; null for the samples of tags.</summary>
    public required string? Case { get; init; }
}

/// <summary>It goes through the outbox as any other, and no timeline tells of it.</summary>
public sealed class SendTrialHandler(
    UseCaseRunner runner, FabriqueDbContext db, MessageCatalog shipped, MessageReview review, MessageCases cases, MessageRenderer renderer, Actor actor, TimeProvider clock) : Handler<SendTrial>(runner)
{
    /// <summary>Kind of what trials are about: whoever asked for them.</summary>
    public const string About = "MessageTrial";

    protected override async Task<Outcome> ActAsync(SendTrial input, CancellationToken cancellationToken)
    {
        if (!shipped.Contains(input.Key))
        {
            return MessageReader.Unknown;
        }

        if (review.Read(input.Key, input.Text, out var problems) is not { } template)
        {
            return new Refusal("message-broken", $"Rien n’est envoyé. {string.Join(" ; ", problems.Select(MessageProblems.Tell))}.");
        }

        if (await db.OutgoingMails.AnyAsync(mail => mail.Id == input.MailId, cancellationToken))
        {
            return Outcome.Done;
        }

        var me = await db.StaffMembers.SingleAsync(person => person.Id == actor.Id, cancellationToken);
        var message = renderer.Preview(template, me, await cases.ReadAsync(template, input.Case, cancellationToken), isTrial: true).Message;
        var trial = OutgoingMail.Write(
            input.MailId, me.Email, me.FullName, input.Key, message.Subject, message.Text, message.Html, new Subject(About, me.Id), clock.GetUtcNow().UtcDateTime);
        trial.Take(me.Id, taskId: null, template.Nature.Family, MailRoute.Direct, trial.DueAt);
        db.OutgoingMails.Add(trial);
        return Outcome.Done;
    }
}
