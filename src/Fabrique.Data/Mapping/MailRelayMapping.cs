using Fabrique.Data.Conventions;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class MailRelayMapping : IEntityTypeConfiguration<MailRelay>
{
    public void Configure(EntityTypeBuilder<MailRelay> builder)
    {
        builder.Property(relay => relay.Error).HasMaxLength(OutgoingMail.ErrorLength);
        builder.Property(relay => relay.Domain).HasMaxLength(StaffMember.EmailLength);
        builder.HasCheck("held", "(held_since is null) = (next_try_at is null)");
        // Written here rather than at the first fault: two senders that meet it at once change the row, and insert none.
        builder.HasData(new { Id = MailRelay.OnlyId, Attempts = 0 });
    }
}
