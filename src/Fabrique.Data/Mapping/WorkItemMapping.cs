using Fabrique.Data.Auditing;
using Fabrique.Data.Conventions;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class WorkItemMapping : IEntityTypeConfiguration<WorkItem>
{
    public void Configure(EntityTypeBuilder<WorkItem> builder)
    {
        builder.Property(item => item.Title).HasMaxLength(WorkItem.TitleLength);
        builder.Property(item => item.AssigneeRole).HasMaxLength(40);
        builder.Property(item => item.AskedRole).HasMaxLength(40);
        builder.Property(item => item.DelegationWord).HasMaxLength(WorkItem.WordLength);
        builder.Property(item => item.ActivityId).HasMaxLength(WorkItem.ActivityIdLength);
        builder.Property(item => item.Outcome).HasMaxLength(WorkItem.OutcomeLength);
        builder.Property(item => item.WorkflowInstanceId).HasMaxLength(100);
        builder.Property(item => item.Instructions).HasMaxLength(WorkItem.InstructionsLength);
        builder.Property(item => item.Form).HasConversion(FormJson.Forms).IsNotAudited();
        builder.PrimitiveCollection(item => item.Outcomes).HasMaxLength(2_000);
        builder.Property(item => item.EscalatesToRole).HasMaxLength(40);
        builder.Property(item => item.EscalatedAt).IsNotShown();
        builder.Property(item => item.Comment).HasMaxLength(WorkItem.CommentLength);
        builder.Property(item => item.Answers).HasConversion(FormJson.Answers);
        builder.Ignore(item => item.Subject);
        builder.Ignore(item => item.Holder);
        builder.Ignore(item => item.Asked);
        builder.Ignore(item => item.ReturnsTo);
        builder.HasMany(item => item.Comments).WithOne().HasForeignKey(comment => comment.WorkItemId);
        builder.HasOne<NamedReminderPolicy>().WithMany().HasForeignKey(item => item.ReminderPolicyId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(item => item.Reminders).WithOne().HasForeignKey(reminder => reminder.WorkItemId);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(item => item.AssigneeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(item => item.AskedId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(item => item.DelegatedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(item => item.PreviousId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(item => item.ClaimedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(item => item.CompletedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(item => item.CompletedForId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(item => item.EscalatesToId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(item => new { item.AssigneeId, item.Status, item.DueAt });
        builder.HasIndex(item => new { item.AssigneeRole, item.Status, item.DueAt });
        builder.HasIndex(item => new { item.SubjectId, item.Status });
        builder.HasIndex(item => new { item.SubjectKind, item.Status, item.DueAt, item.SubjectId });
        builder.HasIndex(item => item.WorkflowInstanceId);
        builder.HasIndex(item => new { item.EscalatedAt, item.EscalatesAt });
        builder.Property(item => item.Kind).HasMaxLength(WorkItem.KindLength);
        builder.Property(item => item.SubjectKind).HasMaxLength(Subject.KindLength);
        builder.HasKnownValues(item => item.Status);
        builder.HasCheck("assignee", "(assignee_id is null) <> (assignee_role is null)");
        builder.HasCheck("asked", "asked_id is null or asked_role is null");
        builder.HasCheck("delegation", "(delegated_by_id is null and delegated_at is null) or (delegated_at is not null and (asked_id is null) <> (asked_role is null))");
        builder.HasCheck("claim", "(claimed_by_id is null) = (claimed_at is null) and (claimed_by_id is null or assignee_role is not null)");
        builder.HasCheck("escalation", "(escalates_at is null and escalates_to_id is null and escalates_to_role is null) or (escalates_at is not null and (escalates_to_id is null) <> (escalates_to_role is null))");
        builder.HasCheck("done", "status <> 'Done' or (outcome is not null and completed_by_id is not null and completed_at is not null)");
    }
}
