using System.Text.RegularExpressions;
using Fabrique.Domain.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Workflows;

internal sealed class WorkflowDefinitionMapping : IEntityTypeConfiguration<WorkflowDefinitionRow>
{
    public void Configure(EntityTypeBuilder<WorkflowDefinitionRow> builder)
    {
        builder.ToWorkflowTable("workflow_definitions");
        builder.HasIndex(row => new { row.DefinitionId, row.Version }).IsUnique();
    }
}

internal sealed class WorkflowTriggerMapping : IEntityTypeConfiguration<WorkflowTriggerRow>
{
    public void Configure(EntityTypeBuilder<WorkflowTriggerRow> builder)
    {
        builder.ToWorkflowTable("workflow_triggers");
        builder.HasKey(row => new { row.DefinitionVersionId, row.Number });
        builder.Property(row => row.Key).HasMaxLength(200);
        builder.HasIndex(row => new { row.Name, row.Key });
        builder.HasIndex(row => row.DefinitionId);
        builder.HasIndex(row => row.DueAt).HasFilter("due_at IS NOT NULL");
    }
}

internal sealed class WorkflowInstanceMapping : IEntityTypeConfiguration<WorkflowInstanceRow>
{
    public void Configure(EntityTypeBuilder<WorkflowInstanceRow> builder)
    {
        builder.ToWorkflowTable("workflow_instances");
        builder.HasIndex(row => row.WakeAt).HasFilter("wake_at IS NOT NULL");
        builder.HasIndex(row => row.CorrelationId).HasFilter("correlation_id IS NOT NULL");
        builder.HasIndex(row => row.ParentInstanceId).HasFilter("parent_instance_id IS NOT NULL");
        builder.HasIndex(row => row.FinishedAt).HasFilter("finished_at IS NOT NULL");
        builder.HasIndex(row => new { row.DefinitionId, row.CreatedAt });
    }
}

internal sealed class WorkflowBookmarkMapping : IEntityTypeConfiguration<WorkflowBookmarkRow>
{
    public void Configure(EntityTypeBuilder<WorkflowBookmarkRow> builder)
    {
        builder.ToWorkflowTable("workflow_bookmarks");
        builder.HasKey(row => new { row.InstanceId, row.Number });
        builder.Property(row => row.Key).HasMaxLength(200);
        builder.HasIndex(row => new { row.Name, row.Key });
        builder.HasIndex(row => row.DueAt).HasFilter("due_at IS NOT NULL");
    }
}

internal sealed class WorkflowSignalMapping : IEntityTypeConfiguration<WorkflowSignalRow>
{
    public void Configure(EntityTypeBuilder<WorkflowSignalRow> builder)
    {
        builder.ToWorkflowTable("workflow_signals");
        builder.Property(row => row.DueAt).IsConcurrencyToken();
        builder.Property(row => row.TraceParent).HasMaxLength(OutgoingMail.TraceParentLength);
        builder.HasIndex(row => row.DueAt).HasFilter("due_at IS NOT NULL");
        builder.HasIndex(row => row.CreatedAt).HasFilter("due_at IS NULL");
    }
}

internal sealed class WorkflowIncidentMapping : IEntityTypeConfiguration<WorkflowIncidentRow>
{
    public void Configure(EntityTypeBuilder<WorkflowIncidentRow> builder)
    {
        builder.ToWorkflowTable("workflow_incidents");
        builder.HasIndex(row => row.InstanceId);
        builder.HasIndex(row => row.At).HasFilter("resolved_at IS NULL");
    }
}

internal sealed class WorkflowJournalMapping : IEntityTypeConfiguration<WorkflowJournalRow>
{
    public void Configure(EntityTypeBuilder<WorkflowJournalRow> builder)
    {
        builder.ToWorkflowTable("workflow_journal");
        builder.HasKey(row => new { row.InstanceId, row.FirstSequence });
    }
}

internal static partial class WorkflowNames
{
    /// <summary>Names table and columns as the runtime's SQL writes them.</summary>
    public static void ToWorkflowTable<T>(this EntityTypeBuilder<T> builder, string table)
        where T : class
    {
        builder.ToTable(table);
        foreach (var property in typeof(T).GetProperties())
        {
            builder.Property(property.Name).HasColumnName(Capital().Replace(property.Name, "_$0").ToLowerInvariant());
        }
    }

    [GeneratedRegex("(?<!^)[A-Z]", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Capital();
}
