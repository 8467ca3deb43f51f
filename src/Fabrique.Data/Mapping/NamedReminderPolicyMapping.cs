using Fabrique.Data.Conventions;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class NamedReminderPolicyMapping : IEntityTypeConfiguration<NamedReminderPolicy>
{
    public void Configure(EntityTypeBuilder<NamedReminderPolicy> builder)
    {
        builder.ToTable("reminder_policies");
        builder.Property(policy => policy.Name).HasMaxLength(NamedReminderPolicy.NameLength);
        builder.Property(policy => policy.Text).HasMaxLength(NamedReminderPolicy.TextLength);
        builder.Property(policy => policy.EscalatesTo).HasMaxLength(StaffMember.EmailLength);
        builder.Ignore(policy => policy.Policy);
        builder.HasIndex(policy => policy.Name).IsUnique();
        builder.HasCheck("escalation", "(escalates_to is null) = (escalates_after is null)");
    }
}
