using Fabrique.Data.Auditing;
using Fabrique.Domain.Applications;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class SubmittedAnswerMapping : IEntityTypeConfiguration<SubmittedAnswer>
{
    public void Configure(EntityTypeBuilder<SubmittedAnswer> builder)
    {
        builder.IsNotAudited();
        builder.HasKey(answer => new { answer.ApplicationId, answer.Key, answer.Rank });
        builder.Property(answer => answer.Key).HasMaxLength(SubmittedAnswer.KeyLength);
        builder.Property(answer => answer.Text).HasMaxLength(SubmittedAnswer.TextLength);
        builder.HasOne<Application>().WithMany().HasForeignKey(answer => answer.ApplicationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(answer => new { answer.Key, answer.Number });
        builder.HasIndex(answer => new { answer.Key, answer.Day });
    }
}
