using System.Threading.Channels;

namespace Fabrique.Web.Features.Work.WatchTasks;

/// <summary>One open page that is told when the tasks of its person may have changed. Dispose it: nobody listens any more.</summary>
public sealed class TaskListener : IDisposable
{
    public const string Changed = "taches";
    public const string Alive = "battement";
    public const string Replaced = "complet";
    public const string Over = "fin";

    private readonly TaskWatch watch;
    private readonly TimeSpan silence;

    // What changed twice before it was told is told once.
    private readonly Channel<string> words = Channel.CreateBounded<string>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile string? last;

    internal TaskListener(TaskWatch watch, Guid personId, IReadOnlyList<string> roles, Guid session, TimeSpan silence)
    {
        this.watch = watch;
        this.silence = silence;
        (PersonId, Roles, Session) = (personId, roles, session);
    }

    public Guid PersonId { get; }

    /// <summary>Theirs when the page began to listen.</summary>
    public IReadOnlyList<string> Roles { get; }

    public Guid Session { get; }

    internal void Tell() => words.Writer.TryWrite(Changed);

    internal void End(string word)
    {
        last ??= word;
        words.Writer.TryComplete();
    }

    /// <summary>The next word; null when there is none to come.</summary>
    /// <param name="endsAt">When the session is over, real time; null when it is not known.</param>
    /// <param name="cancellationToken">Of who listens: they left.</param>
    public async Task<string?> NextAsync(DateTimeOffset? endsAt, CancellationToken cancellationToken)
    {
        var left = endsAt - TimeProvider.System.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            End(Over);
        }

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        waiting.CancelAfter(left is { } until && until > TimeSpan.Zero && until < silence ? until : silence);
        try
        {
            return await words.Reader.ReadAsync(waiting.Token);
        }
        catch (ChannelClosedException)
        {
            var word = last;
            last = "";
            return string.IsNullOrEmpty(word) ? null : word;
        }
        catch (OperationCanceledException)
        {
            return cancellationToken.IsCancellationRequested ? null : Alive;
        }
    }

    public void Dispose() => watch.Leave(this);
}
