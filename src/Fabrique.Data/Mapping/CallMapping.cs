using Fabrique.Data.Conventions;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class CallMapping : IEntityTypeConfiguration<CallForApplications>
{
    public void Configure(EntityTypeBuilder<CallForApplications> builder)
    {
        builder.Property(call => call.Slug).HasMaxLength(CallForApplications.SlugLength);
        builder.Property(call => call.Title).HasMaxLength(CallForApplications.TitleLength);
        builder.Property(call => call.Theme).HasMaxLength(CallForApplications.ThemeLength);
        builder.Property(call => call.Presentation).HasMaxLength(CallForApplications.PresentationLength);
        builder.Property(call => call.Envelope).HasPrecision(12, 2);
        builder.Property(call => call.Criteria).HasConversion(CallJson.Texts, CallJson.SameTexts).HasDefaultValueSql("'[]'");
        builder.Property(call => call.Questions).HasConversion(CallJson.Questions, CallJson.SameQuestions).HasDefaultValueSql("'[]'");
        builder.Property(call => call.Audience).HasConversion(CallJson.Units, CallJson.SameUnits).HasDefaultValueSql("'[]'");
        builder.Property(call => call.ContactName).HasMaxLength(CallSheet.ContactNameLength);
        builder.Property(call => call.ContactEmail).HasMaxLength(CallSheet.ContactEmailLength);
        builder.Property(call => call.ProcedureVersionId).HasMaxLength(CallForApplications.ProcedureVersionLength);
        builder.Ignore(call => call.Sheet);
        builder.HasMany(call => call.Jurors).WithOne().HasForeignKey(juror => juror.CallId);
        builder.HasOne<FormDesign>().WithMany().HasForeignKey(call => call.FormId).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(call => call.FormCode);
        builder.HasIndex(call => call.Slug).IsUnique();
        builder.HasIndex(call => call.FormId).IsUnique();
        builder.HasIndex(call => new { call.Status, call.ClosesAt });
        builder.HasKnownValues(call => call.Status);
        builder.HasCheck("period", "closes_at > opens_at");
        builder.HasCheck("places", "places > 0");
    }
}
