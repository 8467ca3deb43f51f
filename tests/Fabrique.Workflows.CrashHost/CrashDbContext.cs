using Fabrique.Data;
using Fabrique.Data.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Workflows.CrashHost;

/// <summary>The runtime's tables, and one of the business whose rows nothing but the transaction keeps from being doubled.</summary>
public sealed class CrashDbContext(DbContextOptions<CrashDbContext> options) : FabriqueDbContext(options)
{
    public DbSet<BusinessRow> BusinessRows => Set<BusinessRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var set in typeof(FabriqueDbContext).GetProperties().Where(property => property.PropertyType.IsGenericType))
        {
            modelBuilder.Ignore(set.PropertyType.GetGenericArguments()[0]);
        }

        modelBuilder.Entity<BusinessRow>().ToTable("business_rows");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(FabriqueDbContext).Assembly, type => type.Namespace == typeof(WorkflowDatabase).Namespace);
    }
}

/// <summary>What was done, or asked.</summary>
public sealed class BusinessRow
{
    public const string Effect = "effect";
    public const string Request = "request";

    public Guid Id { get; init; }

    public string Kind { get; init; } = "";

    /// <summary>The execution of the activity that did it, or the instance that was asked for.</summary>
    public string About { get; init; } = "";
}
