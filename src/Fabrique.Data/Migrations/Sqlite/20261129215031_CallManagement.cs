using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CallManagement : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "audience",
                table: "calls",
                type: "TEXT",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<string>(
                name: "contact_email",
                table: "calls",
                type: "TEXT",
                maxLength: 254,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "contact_name",
                table: "calls",
                type: "TEXT",
                maxLength: 100,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "criteria",
                table: "calls",
                type: "TEXT",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<decimal>(
                name: "envelope",
                table: "calls",
                type: "TEXT",
                precision: 12,
                scale: 2,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "hearings_on",
                table: "calls",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "letters_on",
                table: "calls",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "procedure_version_id",
                table: "calls",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "questions",
                table: "calls",
                type: "TEXT",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<DateOnly>(
                name: "shortlist_on",
                table: "calls",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "call_graces",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    call_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    staff_member_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    until = table.Column<DateTime>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    granted_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    granted_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    revoked_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    revoked_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_call_graces", x => x.id);
                    table.CheckConstraint("ck_call_grace_revoked", "(revoked_at is null) = (revoked_by_id is null)");
                    table.CheckConstraint("ck_call_graces_reason_length", "length(reason) <= 500");
                    table.ForeignKey(
                        name: "fk_call_graces_call_id",
                        column: x => x.call_id,
                        principalTable: "calls",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_call_graces_granted_by_id",
                        column: x => x.granted_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_call_graces_revoked_by_id",
                        column: x => x.revoked_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_call_graces_staff_member_id",
                        column: x => x.staff_member_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_calls_contact_email_length",
                table: "calls",
                sql: "length(contact_email) <= 254");

            migrationBuilder.AddCheckConstraint(
                name: "ck_calls_contact_name_length",
                table: "calls",
                sql: "length(contact_name) <= 100");

            migrationBuilder.AddCheckConstraint(
                name: "ck_calls_procedure_version_id_length",
                table: "calls",
                sql: "length(procedure_version_id) <= 100");

            migrationBuilder.CreateIndex(
                name: "ix_call_graces_call_id_staff_member_id",
                table: "call_graces",
                columns: new[] { "call_id", "staff_member_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_call_graces_granted_by_id",
                table: "call_graces",
                column: "granted_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_call_graces_revoked_by_id",
                table: "call_graces",
                column: "revoked_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_call_graces_staff_member_id_until",
                table: "call_graces",
                columns: new[] { "staff_member_id", "until" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "call_graces");

            migrationBuilder.DropCheckConstraint(
                name: "ck_calls_contact_email_length",
                table: "calls");

            migrationBuilder.DropCheckConstraint(
                name: "ck_calls_contact_name_length",
                table: "calls");

            migrationBuilder.DropCheckConstraint(
                name: "ck_calls_procedure_version_id_length",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "audience",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "contact_email",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "contact_name",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "criteria",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "envelope",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "hearings_on",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "letters_on",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "procedure_version_id",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "questions",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "shortlist_on",
                table: "calls");
        }
    }
}
