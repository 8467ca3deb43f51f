using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PeopleMailsAndCalendars : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_outgoing_mail_status",
                table: "outgoing_mails");

            migrationBuilder.AddColumn<Guid>(
                name: "manager_id",
                table: "staff_members",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "unit_id",
                table: "staff_members",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "calendar_method",
                table: "outgoing_mails",
                type: "TEXT",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "calendar_text",
                table: "outgoing_mails",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "digest_id",
                table: "outgoing_mails",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "family",
                table: "outgoing_mails",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "News");

            migrationBuilder.AddColumn<Guid>(
                name: "recipient_id",
                table: "outgoing_mails",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "task_id",
                table: "outgoing_mails",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "unsubscribe_address",
                table: "outgoing_mails",
                type: "TEXT",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "why",
                table: "outgoing_mails",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Direct");

            migrationBuilder.CreateTable(
                name: "appointments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    uid = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    subject_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    starts_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ends_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    place = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    link = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    sequence = table.Column<int>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    planned_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    changed_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    cancelled_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    cancelled_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_appointments", x => x.id);
                    table.CheckConstraint("ck_appointment_cancelled", "(status = 'Cancelled') = (cancelled_at is not null) and (cancelled_at is null) = (cancelled_by_id is null)");
                    table.CheckConstraint("ck_appointment_period", "ends_at > starts_at");
                    table.CheckConstraint("ck_appointment_status", "status in ('Planned', 'Cancelled')");
                    table.CheckConstraint("ck_appointments_link_length", "length(link) <= 500");
                    table.CheckConstraint("ck_appointments_place_length", "length(place) <= 200");
                    table.CheckConstraint("ck_appointments_subject_kind_length", "length(subject_kind) <= 40");
                    table.CheckConstraint("ck_appointments_title_length", "length(title) <= 200");
                    table.CheckConstraint("ck_appointments_uid_length", "length(uid) <= 200");
                    table.ForeignKey(
                        name: "fk_appointments_cancelled_by_id",
                        column: x => x.cancelled_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_appointments_planned_by_id",
                        column: x => x.planned_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "calendar_feeds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    staff_member_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    secret_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    made_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    revoked_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    last_read_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calendar_feeds", x => x.id);
                    table.CheckConstraint("ck_calendar_feed_revoked", "(secret_digest is null) = (revoked_at is not null)");
                    table.CheckConstraint("ck_calendar_feeds_secret_digest_length", "length(secret_digest) <= 64");
                    table.ForeignKey(
                        name: "fk_calendar_feeds_staff_member_id",
                        column: x => x.staff_member_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "mail_preferences",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    digest_hour = table.Column<int>(type: "INTEGER", nullable: false),
                    has_digest = table.Column<bool>(type: "INTEGER", nullable: false),
                    requests = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    reminders = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    news = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mail_preferences", x => x.id);
                    table.CheckConstraint("ck_mail_preferences_hour", "digest_hour between 7 and 18");
                    table.CheckConstraint("ck_mail_preferences_news", "news in ('Digest', 'Mail', 'Space')");
                    table.CheckConstraint("ck_mail_preferences_reminders", "reminders in ('Digest', 'Mail', 'Space')");
                    table.CheckConstraint("ck_mail_preferences_requests", "requests in ('Digest', 'Mail', 'Space')");
                    table.ForeignKey(
                        name: "fk_mail_preferences_id",
                        column: x => x.id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "organisation_readings",
                columns: table => new
                {
                    source = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    next_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    failed_since = table.Column<DateTime>(type: "TEXT", nullable: true),
                    error = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisation_readings", x => x.source);
                    table.CheckConstraint("ck_organisation_readings_error_length", "length(error) <= 4000");
                    table.CheckConstraint("ck_organisation_readings_source_length", "length(source) <= 20");
                });

            migrationBuilder.CreateTable(
                name: "organisation_units",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    short_name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    parent_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    territory_code = table.Column<string>(type: "TEXT", maxLength: 4, nullable: true),
                    own_time_zone = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    closed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisation_units", x => x.id);
                    table.CheckConstraint("ck_organisation_unit_kind", "kind in ('Ministry', 'CentralAdministration', 'Directorate', 'Service', 'SubDirectorate', 'Office', 'RegionalService', 'DepartmentalService', 'PublicBody')");
                    table.CheckConstraint("ck_organisation_unit_parent", "parent_id is null or parent_id <> id");
                    table.CheckConstraint("ck_organisation_units_code_length", "length(code) <= 60");
                    table.CheckConstraint("ck_organisation_units_name_length", "length(name) <= 200");
                    table.CheckConstraint("ck_organisation_units_own_time_zone_length", "length(own_time_zone) <= 60");
                    table.CheckConstraint("ck_organisation_units_short_name_length", "length(short_name) <= 60");
                    table.CheckConstraint("ck_organisation_units_territory_code_length", "length(territory_code) <= 4");
                    table.ForeignKey(
                        name: "fk_organisation_units_parent_id",
                        column: x => x.parent_id,
                        principalTable: "organisation_units",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "attendees",
                columns: table => new
                {
                    appointment_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    staff_member_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    answer = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    answered_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attendees", x => new { x.appointment_id, x.staff_member_id });
                    table.CheckConstraint("ck_attendee_answer", "answer in ('None', 'Accepted', 'Declined', 'Tentative')");
                    table.CheckConstraint("ck_attendee_answered", "(answer = 'None') = (answered_at is null)");
                    table.ForeignKey(
                        name: "fk_attendees_appointment_id",
                        column: x => x.appointment_id,
                        principalTable: "appointments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_attendees_staff_member_id",
                        column: x => x.staff_member_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_staff_members_manager_id",
                table: "staff_members",
                column: "manager_id");

            migrationBuilder.CreateIndex(
                name: "ix_staff_members_unit_id",
                table: "staff_members",
                column: "unit_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_staff_member_manager",
                table: "staff_members",
                sql: "manager_id is null or manager_id <> id");

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_recipient_id_created_at",
                table: "outgoing_mails",
                columns: new[] { "recipient_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_recipient_id_due_at",
                table: "outgoing_mails",
                columns: new[] { "recipient_id", "due_at" },
                filter: "status = 'ForDigest'");

            migrationBuilder.AddCheckConstraint(
                name: "ck_outgoing_mail_calendar",
                table: "outgoing_mails",
                sql: "(calendar_method is null) = (calendar_text is null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_outgoing_mail_family",
                table: "outgoing_mails",
                sql: "family in ('News', 'Request', 'Reminder')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_outgoing_mail_status",
                table: "outgoing_mails",
                sql: "status in ('Pending', 'Sent', 'Failed', 'ForDigest', 'Digested', 'InSpace', 'Dropped')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_outgoing_mail_why",
                table: "outgoing_mails",
                sql: "why in ('Direct', 'Notice', 'CannotWait', 'Usual', 'Chosen', 'DigestStopped', 'Digest')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_outgoing_mails_calendar_method_length",
                table: "outgoing_mails",
                sql: "length(calendar_method) <= 20");

            migrationBuilder.AddCheckConstraint(
                name: "ck_outgoing_mails_unsubscribe_address_length",
                table: "outgoing_mails",
                sql: "length(unsubscribe_address) <= 500");

            migrationBuilder.CreateIndex(
                name: "ix_appointments_cancelled_by_id",
                table: "appointments",
                column: "cancelled_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_appointments_ends_at",
                table: "appointments",
                column: "ends_at");

            migrationBuilder.CreateIndex(
                name: "ix_appointments_planned_by_id",
                table: "appointments",
                column: "planned_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_appointments_subject_kind_subject_id_number",
                table: "appointments",
                columns: new[] { "subject_kind", "subject_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_appointments_uid",
                table: "appointments",
                column: "uid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_attendees_staff_member_id",
                table: "attendees",
                column: "staff_member_id");

            migrationBuilder.CreateIndex(
                name: "ix_calendar_feeds_secret_digest",
                table: "calendar_feeds",
                column: "secret_digest",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_calendar_feeds_staff_member_id",
                table: "calendar_feeds",
                column: "staff_member_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_organisation_units_code",
                table: "organisation_units",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_organisation_units_parent_id",
                table: "organisation_units",
                column: "parent_id");

            migrationBuilder.AddForeignKey(
                name: "fk_outgoing_mails_recipient_id",
                table: "outgoing_mails",
                column: "recipient_id",
                principalTable: "staff_members",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_staff_members_manager_id",
                table: "staff_members",
                column: "manager_id",
                principalTable: "staff_members",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_staff_members_unit_id",
                table: "staff_members",
                column: "unit_id",
                principalTable: "organisation_units",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_outgoing_mails_recipient_id",
                table: "outgoing_mails");

            migrationBuilder.DropForeignKey(
                name: "fk_staff_members_manager_id",
                table: "staff_members");

            migrationBuilder.DropForeignKey(
                name: "fk_staff_members_unit_id",
                table: "staff_members");

            migrationBuilder.DropTable(
                name: "attendees");

            migrationBuilder.DropTable(
                name: "calendar_feeds");

            migrationBuilder.DropTable(
                name: "mail_preferences");

            migrationBuilder.DropTable(
                name: "organisation_readings");

            migrationBuilder.DropTable(
                name: "organisation_units");

            migrationBuilder.DropTable(
                name: "appointments");

            migrationBuilder.DropIndex(
                name: "ix_staff_members_manager_id",
                table: "staff_members");

            migrationBuilder.DropIndex(
                name: "ix_staff_members_unit_id",
                table: "staff_members");

            migrationBuilder.DropCheckConstraint(
                name: "ck_staff_member_manager",
                table: "staff_members");

            migrationBuilder.DropIndex(
                name: "ix_outgoing_mails_recipient_id_created_at",
                table: "outgoing_mails");

            migrationBuilder.DropIndex(
                name: "ix_outgoing_mails_recipient_id_due_at",
                table: "outgoing_mails");

            migrationBuilder.DropCheckConstraint(
                name: "ck_outgoing_mail_calendar",
                table: "outgoing_mails");

            migrationBuilder.DropCheckConstraint(
                name: "ck_outgoing_mail_family",
                table: "outgoing_mails");

            migrationBuilder.DropCheckConstraint(
                name: "ck_outgoing_mail_status",
                table: "outgoing_mails");

            migrationBuilder.DropCheckConstraint(
                name: "ck_outgoing_mail_why",
                table: "outgoing_mails");

            migrationBuilder.DropCheckConstraint(
                name: "ck_outgoing_mails_calendar_method_length",
                table: "outgoing_mails");

            migrationBuilder.DropCheckConstraint(
                name: "ck_outgoing_mails_unsubscribe_address_length",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "manager_id",
                table: "staff_members");

            migrationBuilder.DropColumn(
                name: "unit_id",
                table: "staff_members");

            migrationBuilder.DropColumn(
                name: "calendar_method",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "calendar_text",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "digest_id",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "family",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "recipient_id",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "task_id",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "unsubscribe_address",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "why",
                table: "outgoing_mails");

            migrationBuilder.AddCheckConstraint(
                name: "ck_outgoing_mail_status",
                table: "outgoing_mails",
                sql: "status in ('Pending', 'Sent', 'Failed')");
        }
    }
}
