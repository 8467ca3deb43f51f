using Fabrique.Data.Auditing;
using Fabrique.Data.Conventions;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class OutgoingMailMapping : IEntityTypeConfiguration<OutgoingMail>
{
    public void Configure(EntityTypeBuilder<OutgoingMail> builder)
    {
        builder.Property(mail => mail.ToAddress).HasMaxLength(StaffMember.EmailLength);
        builder.Property(mail => mail.ToName).HasMaxLength(StaffMember.NameLength);
        builder.Property(mail => mail.Template).HasMaxLength(100);
        builder.Property(mail => mail.Subject).HasMaxLength(OutgoingMail.SubjectLength);
        builder.Property(mail => mail.TextBody).IsNotAudited();
        builder.Property(mail => mail.HtmlBody).IsNotAudited();
        builder.Property(mail => mail.CalendarMethod).HasMaxLength(OutgoingMail.MethodLength);
        builder.Property(mail => mail.CalendarText).IsNotAudited();
        builder.Property(mail => mail.Status).IsConcurrencyToken();
        builder.Property(mail => mail.LastError).HasMaxLength(OutgoingMail.ErrorLength);
        builder.Property(mail => mail.ClosedAt).IsConcurrencyToken();
        builder.Property(mail => mail.TraceParent).HasMaxLength(OutgoingMail.TraceParentLength).IsNotAudited();
        builder.HasIndex(mail => new { mail.Status, mail.DueAt });
        builder.HasIndex(mail => mail.FailedAt).HasFilter("failed_at is not null and closed_at is null");
        builder.HasIndex(mail => mail.CreatedAt);
        builder.HasIndex(mail => new { mail.Status, mail.CreatedAt });
        builder.HasIndex(mail => mail.ToName);
        builder.HasIndex(mail => new { mail.Status, mail.ToName });
        builder.HasIndex(mail => mail.SubjectId);
        builder.Ignore(mail => mail.ToDomain);
        builder.HasIndex(mail => new { mail.TimelineEntryId, mail.Status }).HasFilter("timeline_entry_id is not null");
        builder.Property(mail => mail.SubjectKind).HasMaxLength(Subject.KindLength);
        builder.HasKnownValues(mail => mail.Status);
        builder.HasKnownValues(mail => mail.Family);
        builder.HasKnownValues(mail => mail.Why);
        builder.Property(mail => mail.UnsubscribeAddress).HasMaxLength(OutgoingMail.UnsubscribeLength).IsNotAudited();
        builder.HasIndex(mail => new { mail.RecipientId, mail.CreatedAt });
        builder.HasIndex(mail => new { mail.RecipientId, mail.DueAt }).HasFilter("status = 'ForDigest'");
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(mail => mail.RecipientId).OnDelete(DeleteBehavior.Restrict);
        builder.HasCheck("calendar", "(calendar_method is null) = (calendar_text is null)");
        builder.HasCheck("sent", "(status = 'Sent') = (sent_at is not null)");
    }
}
