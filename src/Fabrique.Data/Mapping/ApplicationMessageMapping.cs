using Fabrique.Data.Conventions;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class ApplicationMessageMapping : IEntityTypeConfiguration<ApplicationMessage>
{
    public void Configure(EntityTypeBuilder<ApplicationMessage> builder)
    {
        builder.ToTable("application_messages");
        builder.Property(message => message.Text).HasMaxLength(ApplicationMessage.TextLength);
        builder.Ignore(message => message.IsRead);
        builder.Ignore(message => message.IsWithdrawn);
        builder.HasOne<Application>().WithMany().HasForeignKey(message => message.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(message => message.AuthorId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(message => message.ReadById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(message => new { message.ApplicationId, message.SentAt });
        builder.HasKnownValues(message => message.Side);
        builder.HasCheck("read", "(read_at is null) = (read_by_id is null)");
    }
}
