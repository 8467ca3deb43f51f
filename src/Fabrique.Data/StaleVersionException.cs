using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Fabrique.Data;

/// <summary>The person was shown another version than the one that is there now: they must look again before they decide.</summary>
public sealed class StaleVersionException(EntityEntry entry) : DbUpdateConcurrencyException($"{entry.Metadata.ClrType.Name} is no longer in the version that was shown.")
{
    public override IReadOnlyList<EntityEntry> Entries { get; } = [entry];
}
