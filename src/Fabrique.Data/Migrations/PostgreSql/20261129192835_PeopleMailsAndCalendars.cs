using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.PostgreSql
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
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "unit_id",
                table: "staff_members",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "calendar_method",
                table: "outgoing_mails",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "calendar_text",
                table: "outgoing_mails",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "digest_id",
                table: "outgoing_mails",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "family",
                table: "outgoing_mails",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "News");

            migrationBuilder.AddColumn<Guid>(
                name: "recipient_id",
                table: "outgoing_mails",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "task_id",
                table: "outgoing_mails",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "unsubscribe_address",
                table: "outgoing_mails",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "why",
                table: "outgoing_mails",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "Direct");

            migrationBuilder.CreateTable(
                name: "appointments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    uid = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    subject_kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    starts_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: true),
                    place = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    link = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    planned_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    cancelled_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    cancelled_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_appointments", x => x.id);
                    table.CheckConstraint("ck_appointment_cancelled", "(status = 'Cancelled') = (cancelled_at is not null) and (cancelled_at is null) = (cancelled_by_id is null)");
                    table.CheckConstraint("ck_appointment_period", "ends_at > starts_at");
                    table.CheckConstraint("ck_appointment_status", "status in ('Planned', 'Cancelled')");
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    staff_member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    secret_digest = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    made_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    last_read_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calendar_feeds", x => x.id);
                    table.CheckConstraint("ck_calendar_feed_revoked", "(secret_digest is null) = (revoked_at is not null)");
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    digest_hour = table.Column<int>(type: "integer", nullable: false),
                    has_digest = table.Column<bool>(type: "boolean", nullable: false),
                    requests = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    reminders = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    news = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
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
                    source = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    next_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    failed_since = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    error = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisation_readings", x => x.source);
                });

            migrationBuilder.CreateTable(
                name: "organisation_units",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    short_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    parent_id = table.Column<Guid>(type: "uuid", nullable: true),
                    territory_code = table.Column<string>(type: "character varying(4)", maxLength: 4, nullable: true),
                    own_time_zone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    closed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisation_units", x => x.id);
                    table.CheckConstraint("ck_organisation_unit_kind", "kind in ('Ministry', 'CentralAdministration', 'Directorate', 'Service', 'SubDirectorate', 'Office', 'RegionalService', 'DepartmentalService', 'PublicBody')");
                    table.CheckConstraint("ck_organisation_unit_parent", "parent_id is null or parent_id <> id");
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
                    appointment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    staff_member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    answer = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    answered_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
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
