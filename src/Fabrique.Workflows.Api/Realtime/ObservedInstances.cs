using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Fabrique.Workflows.Api;

/// <summary>Which instances somebody looks at in this process, and how far each had come when that was last told.</summary>
internal sealed class ObservedInstances : IWorkflowObserver
{
    private readonly ConcurrentDictionary<string, Observed> _instances = new(StringComparer.Ordinal);
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _lock = new();

    public bool IsEmpty => _instances.IsEmpty;

    /// <summary>Reasons to look whether something has moved; several at once are one.</summary>
    public ChannelReader<bool> Wakes => _wakes.Reader;

    public void OnCommitted(string instanceId)
    {
        if (_instances.ContainsKey(instanceId))
        {
            Wake();
        }
    }

    public void Wake() => _wakes.Writer.TryWrite(true);

    /// <param name="revision">How far the instance has come; what happened since the connection asked is told to it.</param>
    public void Add(string connectionId, string instanceId, int revision)
    {
        lock (_lock)
        {
            var observed = _instances.GetOrAdd(instanceId, _ => new Observed { Revision = revision });
            observed.Connections.Add(connectionId);
        }

        Wake();
    }

    public void Remove(string connectionId)
    {
        lock (_lock)
        {
            foreach (var (id, observed) in _instances)
            {
                if (observed.Connections.Remove(connectionId) && observed.Connections.Count == 0)
                {
                    _instances.TryRemove(id, out _);
                }
            }
        }
    }

    public IReadOnlyCollection<string> Ids() => [.. _instances.Keys];

    /// <summary>Notes how far an instance has come.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Move(string instanceId, int revision)
    {
        lock (_lock)
        {
            if (!_instances.TryGetValue(instanceId, out var observed) || observed.Revision == revision)
            {
                return false;
            }

            observed.Revision = revision;
            return true;
        }
    }

    private sealed class Observed
    {
        public HashSet<string> Connections { get; } = new(StringComparer.Ordinal);

        public int Revision { get; set; }
    }
}
