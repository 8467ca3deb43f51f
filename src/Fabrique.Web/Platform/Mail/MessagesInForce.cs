using Fabrique.Data;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Mail;

/// <summary>A message as it is to be written now.</summary>
/// <param name="Template">What it says.</param>
/// <param name="IsOff">Whether it is not to leave.</param>
public sealed record MessageInForce(MessageTemplate Template, bool IsOff);

/// <summary>
/// The one place that says what a message is now: what administrators made of it in the procedure, else what they made of it everywhere, else what the software
/// ships. It asks the database each time, in the transaction of the mail: two processes never disagree.
/// </summary>
public sealed class MessagesInForce(FabriqueDbContext db, MessageCatalog shipped, MergeTags tags)
{
    /// <param name="key">The message.</param>
    /// <param name="procedure">Identifier of the definition that writes it; null when none does.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <exception cref="ArgumentException">No message has this key.</exception>
    /// <exception cref="PermanentFailureException">What administrators wrote cannot be read any more.</exception>
    public async Task<MessageInForce> FindAsync(string key, string? procedure, CancellationToken cancellationToken)
    {
        var template = shipped[key];
        var scope = procedure ?? MessageOverride.Everywhere;
        var found = await (
            from message in db.MessageOverrides.AsNoTracking()
            where message.Key == key && (message.Procedure == MessageOverride.Everywhere || message.Procedure == scope)
            from revision in db.Set<MessageRevision>().AsNoTracking()
            where revision.MessageOverrideId == message.Id && revision.Number == message.Number
            select new { message.Procedure, Revision = revision }).ToListAsync(cancellationToken);
        var revisions = found.OrderByDescending(one => one.Procedure.Length).Select(one => one.Revision).ToList();

        // Cut everywhere is cut: a text of one procedure does not let it leave. What has become a notice since leaves.
        var isOff = !template.IsMandatory && revisions.Exists(revision => revision.IsOff);
        return new MessageInForce(revisions.Find(revision => revision.Text is not null) is { Text: { } text } ? Read(template, text) : template, isOff);
    }

    private MessageTemplate Read(MessageTemplate template, MessageText text) => template.With(text, tags, out var problems)
        ?? throw new PermanentFailureException(
            $"Le message « {template.Key} », modifié par un administrateur, ne peut plus s’écrire ({string.Join(" ; ", problems.Select(MessageProblems.Tell))}). Corrigez-le dans Administration, Messages, puis relancez.");
}
