using Fabrique.Data.Conventions;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class MailPreferencesMapping : IEntityTypeConfiguration<MailPreferences>
{
    public void Configure(EntityTypeBuilder<MailPreferences> builder)
    {
        builder.ToTable("mail_preferences");
        builder.HasOne<StaffMember>().WithOne().HasForeignKey<MailPreferences>(preferences => preferences.Id).OnDelete(DeleteBehavior.Restrict);
        builder.HasKnownValues(preferences => preferences.Requests);
        builder.HasKnownValues(preferences => preferences.Reminders);
        builder.HasKnownValues(preferences => preferences.News);
        builder.HasCheck("hour", $"digest_hour between {MailPreferences.FirstHour} and {MailPreferences.LastHour}");
    }
}
