using Fabrique.Web.Kernel.Jobs;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using MimeKit;

namespace Fabrique.Web.Platform.Mail;

/// <summary>Reads one kind of message that comes to our mailbox.</summary>
public abstract class MailReader
{
    /// <summary>Whether a message of this type may be of the kind.</summary>
    public abstract bool MayRead(ContentType type);

    /// <summary>Records what a message says; recorded twice, it changes nothing.</summary>
    /// <returns>Whether it is of the kind, and of ours.</returns>
    public abstract Task<bool> ReadAsync(MimeMessage message, CancellationToken cancellationToken);
}

/// <summary>
/// Reads the mailbox of the configuration, when there is one. What a reader takes is marked as seen once it is recorded; all the rest is left unseen, for people.
/// </summary>
public sealed class IncomingMails(IEnumerable<MailReader> readers, LookedMails looked, MailOptions options) : IRecurringJob
{
    private const int Most = 100;
    private const uint Largest = 2_000_000;

    /// <summary>How many unseen messages are looked at: people may leave many of their own there.</summary>
    private const int MostLooked = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public TimeSpan Bound => TimeSpan.FromMinutes(2);

    /// <summary>It comes when it comes.</summary>
    public Task<DateTime?> NextDueAsync(CancellationToken cancellationToken) => Task.FromResult<DateTime?>(null);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Imap is not { Host: { } host } imap)
        {
            return;
        }

        using var client = new ImapClient { Timeout = (int)Patience.TotalMilliseconds };
        await client.ConnectAsync(host, imap.EffectivePort, SecurityOf(imap), cancellationToken);
        await client.AuthenticateAsync(imap.User, imap.Password, cancellationToken);
        var folder = await client.GetFolderAsync(imap.Folder, cancellationToken);
        await folder.OpenAsync(FolderAccess.ReadWrite, cancellationToken);
        var unseen = (await folder.SearchAsync(SearchQuery.NotSeen, cancellationToken)).Where(id => !looked.Has(folder.UidValidity, id.Id)).Take(MostLooked).ToList();
        var found = unseen.Count == 0 ? [] : await folder.FetchAsync(unseen, MessageSummaryItems.UniqueId | MessageSummaryItems.Size | MessageSummaryItems.Headers, cancellationToken);
        foreach (var summary in found)
        {
            var reader = TypeOf(summary) is { } type && summary.Size <= Largest ? readers.FirstOrDefault(reader => reader.MayRead(type)) : null;
            if (reader is null)
            {
                looked.Add(folder.UidValidity, summary.UniqueId.Id);
            }
        }

        foreach (var summary in found.Where(summary => !looked.Has(folder.UidValidity, summary.UniqueId.Id)).Take(Most))
        {
            using var message = await folder.GetMessageAsync(summary.UniqueId, cancellationToken);
            if (await ReadAsync(message, TypeOf(summary)!, cancellationToken))
            {
                await folder.AddFlagsAsync(summary.UniqueId, MessageFlags.Seen, silent: true, cancellationToken);
            }
            else
            {
                looked.Add(folder.UidValidity, summary.UniqueId.Id);
            }
        }

        await client.DisconnectAsync(quit: true, cancellationToken);
    }

    private async Task<bool> ReadAsync(MimeMessage message, ContentType type, CancellationToken cancellationToken)
    {
        foreach (var reader in readers.Where(reader => reader.MayRead(type)))
        {
            if (await reader.ReadAsync(message, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private static ContentType? TypeOf(IMessageSummary summary) =>
        summary.Headers?[HeaderId.ContentType] is { } written && ContentType.TryParse(written, out var type) ? type : null;

    private static SecureSocketOptions SecurityOf(ImapOptions imap) => imap.Security switch
    {
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.None,
    };
}

/// <summary>The messages of the mailbox that this process has looked at and left to people: they are not fetched again every minute.</summary>
public sealed class LookedMails
{
    private const int Most = 20_000;

    private readonly Lock gate = new();
    private readonly HashSet<(uint Validity, uint Id)> left = [];

    public bool Has(uint validity, uint id)
    {
        lock (gate)
        {
            return left.Contains((validity, id));
        }
    }

    public void Add(uint validity, uint id)
    {
        lock (gate)
        {
            if (left.Count >= Most)
            {
                left.Clear();
            }

            left.Add((validity, id));
        }
    }
}
