using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Fabrique.Data.Auditing;
using Fabrique.Data.Conventions;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Fabrique.Data.Mapping;

internal sealed class CorrectionRequestMapping : IEntityTypeConfiguration<CorrectionRequest>
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    // [{"Key":"problem","Sentence":"…"}]
    private static readonly ValueConverter<IReadOnlyList<CorrectionRemark>, string> Remarks = new(list => Write(list), json => Read(json));

    private static readonly ValueComparer<IReadOnlyList<CorrectionRemark>> SameRemarks = new((one, other) => Write(one!) == Write(other!), list => Write(list).GetHashCode(StringComparison.Ordinal), list => list);

    public void Configure(EntityTypeBuilder<CorrectionRequest> builder)
    {
        builder.ToTable("correction_requests");
        builder.Property(request => request.Message).HasMaxLength(CorrectionRequest.MessageLength);
        builder.Property(request => request.GrantReason).HasMaxLength(CorrectionRequest.ReasonLength);
        builder.Property(request => request.Remarks).HasConversion(Remarks, SameRemarks);
        builder.Property(request => request.Before).HasConversion(FormJson.Answers).IsNotAudited();
        builder.Property(request => request.Draft!).HasConversion(FormJson.Answers).IsNotAudited();
        builder.Property(request => request.After!).HasConversion(FormJson.Answers).IsNotAudited();
        builder.Ignore(request => request.IsOpen);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(request => request.AskedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(request => request.GrantedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(request => request.AnsweredById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(request => new { request.ApplicationId, request.Round }).IsUnique();
        builder.HasIndex(request => request.ApplicationId, "ix_correction_requests_open").HasFilter("status in ('Prepared', 'Requested')").IsUnique();
        builder.HasKnownValues(request => request.Status);
        builder.HasCheck("sent", "status = 'Prepared' or due_at is not null");
        builder.HasCheck("ended", "status in ('Prepared', 'Requested') or ended_at is not null");
        builder.HasCheck("granted", "(granted_by_id is null) = (grant_reason is null)");
    }

    private static string Write(IReadOnlyList<CorrectionRemark> list) => JsonSerializer.Serialize(list, Options);

    private static List<CorrectionRemark> Read(string json) => JsonSerializer.Deserialize<List<CorrectionRemark>>(json, Options) ?? [];
}
