using Fabrique.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Fabrique.Data;

/// <summary>Increments the version of each aggregate that changed, itself or through one of its parts.</summary>
internal sealed class VersionInterceptor : SaveChangesInterceptor
{
    public static VersionInterceptor Instance { get; } = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Increment(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Increment(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    private static void Increment(DbContext context)
    {
        context.ChangeTracker.DetectChanges();
        var changed = context.ChangeTracker.Entries()
            .Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .ToList();
        var roots = changed
            .SelectMany(RootsOf)
            .Where(root => root.State is EntityState.Modified or EntityState.Unchanged)
            .DistinctBy(root => root.Entity);
        foreach (var root in roots)
        {
            var version = root.Property(nameof(IAggregate.Version));
            version.CurrentValue = (int)version.OriginalValue! + 1;
        }
    }

    private static IEnumerable<EntityEntry> RootsOf(EntityEntry entry)
    {
        if (entry.Entity is IAggregate)
        {
            return [entry];
        }

        // A part belongs to the aggregate that lists it, not to those that it merely names.
        return entry.Metadata.GetForeignKeys()
            .Where(key => key.PrincipalToDependent is not null && typeof(IAggregate).IsAssignableFrom(key.PrincipalEntityType.ClrType))
            .Select(key => entry.Context.ChangeTracker.Entries<IAggregate>().FirstOrDefault(root =>
                root.Metadata == key.PrincipalEntityType && root.Entity.Id.Equals(entry.Property(key.Properties[0].Name).CurrentValue)))
            .OfType<EntityEntry>();
    }
}
