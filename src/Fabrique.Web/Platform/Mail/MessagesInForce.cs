using Fabrique.Data;
using Fabrique.Domain;
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
/// The one place that says what a message is now: the most precise of what administrators made of it where it is written, else what the software ships. It asks the
/// database each time, in the transaction of the mail: two processes never disagree.
/// </summary>
public class MessagesInForce(FabriqueDbContext db, MessageCatalog shipped, MergeTags tags, SubjectTypes subjects)
{
    /// <param name="key">The message.</param>
    /// <param name="procedure">Identifier of the definition that writes it; null when none does.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <param name="step">Identifier of the activity that writes it, or that asked for the task; null when none is known.</param>
    /// <param name="subject">What it is about; null when it is about no case.</param>
    /// <exception cref="ArgumentException">No message has this key.</exception>
    /// <exception cref="PermanentFailureException">What administrators wrote cannot be read any more.</exception>
    public async Task<MessageInForce> FindAsync(string key, string? procedure, CancellationToken cancellationToken, string? step = null, Subject? subject = null)
    {
        var template = shipped[key];
        var here = new MessageScope(procedure ?? "", step ?? "");
        var found = (await ReadAsync(key, here, cancellationToken)).Where(written => (written.Scope with { Cases = "" }).Covers(here)).ToList();
        var cases = await FindCasesAsync([.. found.Select(written => written.Scope.Cases).Where(cases => cases.Length > 0).Distinct()], subject, cancellationToken);
        var revisions = found
            .Where(written => written.Scope.Cases.Length == 0 || cases.Contains(written.Scope.Cases))
            .OrderByDescending(written => written.Scope.Precision)
            .Select(written => written.Revision)
            .ToList();

        // Cut everywhere is cut: a text of one procedure does not let it leave. What has become a notice since leaves.
        var isOff = !template.IsMandatory && revisions.Exists(revision => revision.IsOff);
        return new MessageInForce(revisions.Find(revision => revision.Text is not null) is { Text: { } text } ? Read(template, text) : template, isOff);
    }

    /// <summary>What administrators made of a message, at least in the scopes that may hold here, whatever the cases.</summary>
    protected virtual async Task<IReadOnlyList<WrittenMessage>> ReadAsync(string key, MessageScope here, CancellationToken cancellationToken)
    {
        var (procedure, step) = (here.Procedure, here.Step);
        return await Current(db.MessageOverrides.Where(message => message.Key == key && (message.Procedure == "" || message.Procedure == procedure) && (message.Step == "" || message.Step == step)), db)
            .ToListAsync(cancellationToken);
    }

    /// <summary>The revisions in force.</summary>
    public static IQueryable<WrittenMessage> Current(IQueryable<MessageOverride> messages, FabriqueDbContext db) =>
        from message in messages.AsNoTracking()
        from revision in db.Set<MessageRevision>().AsNoTracking()
        where revision.MessageOverrideId == message.Id && revision.Number == message.Number
        select new WrittenMessage(message.Key, message.Procedure, message.Step, message.Cases, revision);

    // Those among which the subject is, in one query.
    private async Task<IReadOnlyCollection<string>> FindCasesAsync(List<string> written, Subject? subject, CancellationToken cancellationToken)
    {
        if (written.Count == 0 || subject is not { } about)
        {
            return [];
        }

        var among = new List<string>();
        IQueryable<string>? asked = null;
        foreach (var cases in written)
        {
            if (MessageScope.TryReadCases(cases, out var kind, out var key) && (kind, key) == (about.Kind, about.Id))
            {
                among.Add(cases);
            }
            else if (subjects.Find(about.Kind)?.Scopes.FirstOrDefault(scope => scope.Code == kind) is { } scope)
            {
                var one = scope.Subjects(db, key).Where(id => id == about.Id).Select(_ => cases);
                asked = asked is null ? one : asked.Concat(one);
            }
        }

        return asked is null ? among : [.. among, .. await asked.ToListAsync(cancellationToken)];
    }

    private MessageTemplate Read(MessageTemplate template, MessageText text) => template.With(text, tags, out var problems)
        ?? throw new PermanentFailureException(
            $"Le message « {template.Key} », modifié par un administrateur, ne peut plus s’écrire ({string.Join(" ; ", problems.Select(MessageProblems.Tell))}). Corrigez-le dans Administration, Messages, puis relancez.");
}

/// <summary>What administrators made of a message in one scope.</summary>
public sealed record WrittenMessage(string Key, string Procedure, string Step, string Cases, MessageRevision Revision)
{
    public MessageScope Scope => new(Procedure, Step, Cases);
}
