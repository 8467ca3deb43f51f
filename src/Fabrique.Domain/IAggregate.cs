namespace Fabrique.Domain;

/// <summary>Root of a consistency boundary. <see cref="Version"/> is its concurrency token: stored, incremented at each save, carried by forms.</summary>
public interface IAggregate
{
    Guid Id { get; }

    int Version { get; }
}
